// Asks once a second what has changed, and shows it; loads the desk when the report is there.
"use strict";

(() => {
  const lost = document.getElementById("lost");
  let seen = document.body.dataset.seen;
  let timer = 0;

  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(look, seconds * 1000);
  }

  function show(parts) {
    const written = [];
    for (const [id, html] of Object.entries(parts)) {
      const part = document.getElementById(`part-${id}`);
      if (!part) return location.reload(); // another outline: the run was begun anew
      const grew = part.querySelector(".how.waiting, .how.growing");
      part.innerHTML = html;
      const how = part.querySelector(".how:not(.waiting):not(.growing)");
      if (grew && how) written.push(`${part.querySelector("h2, h3, h4, h5, h6")?.textContent ?? ""}：${how.textContent}`);
    }
    if (written.length) document.getElementById("status").textContent = written.join("；");
  }

  async function look() {
    if (document.hidden) return; // the window will ask when it is looked at again
    try {
      const answer = await fetch(`/live?seen=${seen}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (told.over) return location.reload();
      lost.hidden = true;
      seen = told.seen;
      show(told.parts);
      later(told.pause);
    } catch {
      lost.textContent = document.body.dataset.lost;
      lost.hidden = false;
      later(5);
    }
  }

  addEventListener("visibilitychange", look);
  later(1);
})();
