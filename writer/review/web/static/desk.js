// The desk's keys, selection and focus. Everything that is decided goes to the server by htmx;
// this file sends nothing but the Word file and decides nothing.
"use strict";

(() => {
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const KEYS = "jixiao-keys";

  function say(text, bad) {
    const words = document.createElement("span");
    words.textContent = text;
    if (bad) words.className = "bad";
    find("#status").replaceChildren(words);
  }

  // ---- the sentence at hand -------------------------------------------------------------

  function current() {
    return find("#detail .card");
  }

  function show(move) {
    const card = current();
    for (const old of all(".is-current")) old.classList.remove("is-current");
    for (const old of all("#list [aria-current]")) old.removeAttribute("aria-current");
    if (!card) return;
    const { key, unit } = card.dataset;
    const link = key && find(`#list a[data-key="${CSS.escape(key)}"]`);
    if (link) {
      link.setAttribute("aria-current", "true");
      reveal(link, find("#list"));
    }
    const sentence = unit && document.getElementById(`u-${unit}`);
    if (sentence) {
      sentence.classList.add("is-current");
      if (move && matchMedia("(min-width: 900px)").matches) reveal(sentence);
    }
  }

  function reveal(element, box) {
    const place = element.getBoundingClientRect();
    const frame = box ? box.getBoundingClientRect() : { top: 90, bottom: innerHeight - 40 };
    if (place.top < frame.top || place.bottom > frame.bottom) {
      element.scrollIntoView({ block: box ? "nearest" : "center", behavior: reduced || box ? "auto" : "smooth" });
    }
  }

  function focusDetail() {
    const title = find("#detail-title");
    if (title) title.focus({ preventScroll: true });
    if (!matchMedia("(min-width: 900px)").matches) find("#detail").scrollIntoView({ block: "start" });
  }

  function step(by) {
    const links = all("#list a[data-key]");
    if (!links.length) return say("没有符合条件的提示。");
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
    if (next < 0) return say("已经是第一处。");
    if (next >= links.length) return say("已经是最后一处。");
    links[next].click();
  }

  function stepNumber(by) {
    const numbers = all("#paper .n");
    if (!numbers.length) return;
    const at = numbers.indexOf(document.activeElement);
    let next = at + by;
    if (at < 0) {
      const from = find("#paper .is-current");
      next = numbers.findIndex((n) => !from || from.compareDocumentPosition(n) & Node.DOCUMENT_POSITION_FOLLOWING);
    }
    const number = numbers[Math.min(Math.max(next, 0), numbers.length - 1)];
    number.focus();
    say(`${number.textContent}：${number.title}`);
  }

  // ---- pressing -------------------------------------------------------------------------

  function press(act) {
    const button = find(`#detail [data-act="${act}"]`);
    if (button) button.click();
    else say("这一处不能这样处理。");
  }

  const PLAIN = {
    j: () => step(1),
    k: () => step(-1),
    n: () => stepNumber(1),
    p: () => stepNumber(-1),
    u: () => find("#undo").click(),
    h: () => find("#history").click(),
    o: () => find("#files").click(),
    "?": toggleHelp,
    "？": toggleHelp,
  };
  for (const act of ["a", "e", "f", "r", "m", "g"]) PLAIN[act] = () => press(act);

  function typing(target) {
    return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  }

  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.key === "Escape" && !find("#help").open) return cancel();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form") || find("#action form, #detail form.edit");
      if (form && form.id !== "filters") {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || typing(event.target)) return;
    if (find("#help").open && !"?？".includes(event.key)) return;
    if (!find("#keys-on").checked && !"?？".includes(event.key)) return;
    const act = PLAIN[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  function cancel() {
    const action = find("#action");
    if (!action || !action.firstElementChild) return;
    htmx.trigger(action, "htmx:abort");
    action.replaceChildren();
    focusDetail();
  }

  function toggleHelp() {
    const help = find("#help");
    if (help.open) help.close();
    else help.showModal();
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("#help-open")) return toggleHelp();
    if (target.closest("#help-close")) return toggleHelp();
    if (target.closest("[data-cancel]")) return cancel();
    const turn = target.closest("[data-step]");
    if (turn) return step(Number(turn.dataset.step));
    const restore = target.closest("[data-restore]");
    if (restore) {
      const box = find("#edit-text");
      box.value = restore.dataset.restore;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
      return;
    }
    const unit = target.closest("#paper .u");
    if (unit && !target.closest("a") && getSelection().isCollapsed) {
      const flag = unit.nextElementSibling;
      if (unit.classList.contains("flagged") && flag && flag.matches("a.flag")) flag.click();
      else htmx.ajax("GET", `/unit/${unit.dataset.unit}`, { source: unit, target: "#detail" });
    }
  });

  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target.id === "keys-on") localStorage.setItem(KEYS, target.checked ? "on" : "off");
    if (target.matches("[name=path][data-value]")) {
      find("#fact-value").value = target.dataset.value;
    }
    if (target.matches("[data-upload]") && target.files.length) upload(target);
  });

  async function upload(input) {
    say("正在读取 Word……");
    const headers = { "content-type": "application/octet-stream", "hx-request": "true" };
    try {
      const view = find("[name=view]").value;
      const answer = await fetch(`${input.dataset.upload}?view=${encodeURIComponent(view)}`, {
        method: "POST", body: input.files[0], headers, mode: "same-origin",
      });
      const text = await answer.text();
      if (answer.ok) await htmx.swap({ target: find("#detail"), text, swap: "innerHTML", sourceElement: find("#detail") });
      else say(text, true);
    } catch {
      lost();
    }
  }

  // ---- after an answer ------------------------------------------------------------------

  function lost() {
    say("连接不上程序：它可能已停止。您写的内容还在页面上，请重新运行 draft review 后再保存。", true);
  }

  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source && source.matches("form.edit, #detail button")) source.setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source) source.removeAttribute("aria-busy");
  });

  document.addEventListener("htmx:error", lost);

  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail.ctx.target;
    if (!target) return;
    if (target.id === "detail") {
      show(true);
      focusDetail();
    } else if (target.id === "action") {
      const field = target.querySelector("textarea, input:not([type=hidden]):not([type=radio])");
      const first = field || target.querySelector("button");
      if (first) first.focus();
      if (field && field.id === "edit-text") {
        field.setSelectionRange(field.value.length, field.value.length);
        field.dispatchEvent(new Event("input", { bubbles: true }));
      } else if (field && field.id === "fact-value") field.select();
      target.scrollIntoView({ block: "nearest" });
    } else if (target.id === "list") {
      show(false);
    }
  });

  addEventListener("beforeunload", (event) => {
    const box = find("#edit-text");
    if (box && box.dataset.original !== undefined && box.value !== box.dataset.original) event.preventDefault();
  });

  addEventListener("DOMContentLoaded", () => {
    if (localStorage.getItem(KEYS) === "off") find("#keys-on").checked = false;
    show(true);
  });
})();
