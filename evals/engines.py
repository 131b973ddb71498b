"""Who writes the prose: --engine compose, openai:NAME@URL, scripted:BEHAVIOUR, real."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.cases import Case
from evals.errors import EngineError
from writer.drafting.drafted import Drafted
from writer.pipeline import Outcome, Request, draft
from writer.reconcile import FactProblem
from writer.settings import ModelSettings

COMPOSE, REAL = "compose", "real"
_PORT = 18795  # of the small model here; evals.real_model by itself has another


@dataclass(frozen=True, slots=True)
class Engine:
    """`spec` as given on the command line; `model` without a name composes."""

    spec: str
    model: ModelSettings = ModelSettings()
    behaviour: str = ""


def parse_engine(spec: str) -> Engine:
    """compose | openai:NAME@URL[,mode=text][,prompt_style=qa] | scripted:BEHAVIOUR | real.

    Raises EngineError.
    """
    kind, _, rest = spec.partition(":")
    if spec in (COMPOSE, REAL):
        return Engine(spec)
    if kind == "scripted" and rest:
        return Engine(spec, behaviour=rest)
    if kind == "openai" and rest:
        first, *options = rest.split(",")
        name, _, url = first.partition("@")
        settings = {"name": name, "base_url": url}
        settings |= dict(option.split("=", 1) for option in options if "=" in option)
        return Engine(spec, ModelSettings.model_validate(settings))
    raise EngineError(
        f"no such engine: {spec} (compose, openai:NAME@URL, scripted:BEHAVIOUR, real)"
    )


@contextlib.contextmanager
def serving(engine: Engine) -> Iterator[Engine]:
    """The engine with its server up: a scripted or the true small one is started on loopback."""
    if engine.spec == REAL:
        from evals.real_model import NAME

        with _small_model() as url:
            model = ModelSettings(
                name=NAME, base_url=url, mode="text", prompt_style="qa", max_tokens=700,
                concurrency=1, timeout=900,
            )  # fmt: skip
            yield replace(engine, model=model)
        return
    if not engine.behaviour:
        yield engine
        return
    from tests.scripted_server import MODEL, Script, ScriptedServer

    with ScriptedServer(Script(engine.behaviour)) as server:
        model = ModelSettings(name=MODEL, base_url=server.url, concurrency=8, retries=1)
        yield replace(engine, model=model)


@contextlib.contextmanager
def _small_model() -> Iterator[str]:
    """The address of the true small model; raises EngineError when it cannot be served."""
    from evals.real_model import served

    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(served(port=_PORT))
        except ModuleNotFoundError as error:
            raise EngineError(f"{REAL}: no {error.name}; see evals/real_model.py") from None
        except RuntimeError as error:
            raise EngineError(f"{REAL}: {error} (is port {_PORT} free?)") from None
        yield url


class Quiet:
    """Progress that nobody watches."""

    def facts(self, problems: Sequence[FactProblem]) -> None: ...
    def sections(self, count: int) -> None: ...
    def section(self, drafted: Drafted) -> None: ...
    def growing(self, key: str, text: str, asked: int) -> None: ...
    def stage(self, name: str) -> None: ...


def write(case: Case, engine: Engine, folder: Path) -> Outcome:
    """The case's report by the engine, through the pipeline; raises JixiaoError."""
    request = Request(
        facts=case.facts,
        folder=folder,
        format=case.outline.format,
        model=engine.model,
        force=True,
    )
    return draft(request, Quiet())
