"""Jinja2 for formats: sandboxed, strict, speaking Chinese; facts are only ever variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from writer.errors import FormatError, Problem
from writer.facts import Facts
from writer.formats.model import Format
from writer.formats.phrases import Phrases
from writer.formats.values import GUARD, Absent, Book, Used
from writer.formats.views import View
from writer.formats.wordings import FILTERS
from writer.ledger import Ledger

_TAG = r"\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}"
_PRINTED = r"\{\{(?:(?!\}\}).)*\}\}"
_CODE_LINE = "\u2063"  # stands behind a template line with code in it
_SILENT = re.compile(rf"^[ \t]*{_CODE_LINE}[{_CODE_LINE} \t]*\n", re.MULTILINE)

COMPOSE, GUIDANCE, SYSTEM = "成文", "提示", "系统"


class FactsEnvironment(ImmutableSandboxedEnvironment):
    """Attributes of facts go by their Chinese names; an unknown one is a fault with a hint."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, View | Absent):
            return obj.lookup(attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, View):
            return obj.item(str(argument))
        if isinstance(obj, Absent):
            return obj.lookup(str(argument))
        if isinstance(obj, Mapping) and argument not in obj:
            return Absent(str(argument))
        return super().getitem(obj, argument)


class QuietLines(Extension):
    """A template line that says nothing leaves no line behind, also no empty one: only an empty
    line of the template parts two paragraphs.

    For lines of tags that is what trim_blocks is for, but trim_blocks also eats the line end
    behind a tag that closes a line of text, and with it the empty line that parts paragraphs.
    The line end is moved into the last tag, so that line numbers in error messages stay right.
    A line of {{ }} or with an {% if %} in it may turn out empty when it is printed: it gets a
    mark, by which `quiet` tells it from an empty line of the template.
    """

    _only_tags = re.compile(rf"^[ \t]*((?:{_TAG}|[ \t])+)$")
    _with_code = re.compile(rf"^(?=.*\{{[{{%#])(?:{_TAG}|{_PRINTED}|[^{{]|\{{(?![{{%#]))*$")

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        out = []
        for line in source.splitlines(keepends=True):
            body = line.rstrip("\r\n")
            end = line[len(body) :]
            found = self._only_tags.match(body) if body.strip() else None
            if found:
                tags = found[1].strip()
                inside = len(tags) - (3 if tags[-3] in "-+" else 2)
                out.append(tags[:inside] + end + tags[inside:])
            else:
                out.append(f"{body}{_CODE_LINE}{end}" if self._with_code.match(body) else line)
        return "".join(out)


def quiet(text: str) -> str:
    """What was printed without the lines of code that turned out empty."""
    return _SILENT.sub("", text).replace(_CODE_LINE, "")


def _finalize(value: Any) -> Any:
    if isinstance(value, Absent):
        value.complain()
    if value is None:
        raise FormatError("模板写出了一个没有值的项；请在模板里先判断")
    return value


@lru_cache(maxsize=16)
def _environment(folders: tuple[Path, ...]) -> FactsEnvironment:
    environment = FactsEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        finalize=_finalize,
        extensions=[QuietLines],
        autoescape=False,  # plain text, never markup of a browser
    )
    environment.filters.update(FILTERS)
    return environment


def template_of(fmt: Format, name: str) -> Template:
    """A compiled template; raises FormatError with file and line for a fault in its syntax."""
    try:
        return _environment(fmt.folders).get_template(name)
    except TemplateSyntaxError as error:
        problem = Problem(_chinese(error), str(error.filename or name), error.lineno)
        raise FormatError("模板有误：", (problem,)) from None
    except TemplateNotFound as error:
        raise FormatError(f"格式“{fmt.name}”缺少模板文件 {error.name}。") from None


def parsed(fmt: Format, source: str, name: str) -> nodes.Template:
    """A template's syntax tree; raises FormatError with its line for a fault in it."""
    try:
        return _environment(fmt.folders).parse(source, name, name)
    except TemplateSyntaxError as error:
        problem = Problem(_chinese(error), name, error.lineno)
        raise FormatError("模板有误：", (problem,)) from None


@dataclass
class Scope:
    """The facts laid out for the templates of one rendering; `used` fills up as it runs."""

    fmt: Format
    ledger: Ledger
    book: Book = field(repr=False)
    used: Used = field(default_factory=Used)

    @classmethod
    def of(cls, ledger: Ledger, fmt: Format, book: Book | None = None) -> Scope:
        return cls(fmt, ledger, book or Book(ledger))

    @cached_property
    def names(self) -> dict[str, Any]:
        """Every name that a template may use, except the item of a repeated section."""
        facts = View(self.ledger.facts, (), self.book, self.used)
        names = {
            info.alias or name: facts.lookup(name) for name, info in Facts.model_fields.items()
        }
        unit, flows = self.ledger.facts.unit, names["收支"]
        short = unit.short_names[0] if unit and unit.short_names else ""
        names |= {
            "支出": flows.lookup("支出"),
            "收入": flows.lookup("收入"),
            "上年": self.ledger.year - 1,
            "次年": self.ledger.year + 1,
            "单位名称": unit.name if unit else Absent("单位.名称"),
            "简称": short or (unit.name if unit else Absent("单位.名称")),
            "自称": unit.self_name if unit else "我单位",
            "支出名": flows.lookup("支出").lookup("名称"),
        }
        grades = [(grade.word, grade.least) for grade in self.fmt.layout.grades]
        return names | Phrases(self.book, self.used, grades).functions()

    def render(self, name: str, purpose: str, extra: Mapping[str, Any]) -> str:
        """One template for one purpose: COMPOSE, GUIDANCE or SYSTEM.

        What is composed still has the guards before facts that look like markup; the line
        reader needs them.
        """
        template = template_of(self.fmt, name)
        names = self.names | dict(extra) | {"用途": purpose}
        text = self._run(template, names, str(template.filename or name))
        return text if purpose == COMPOSE else text.replace(GUARD, "")

    def text(self, source: str, extra: Mapping[str, Any] | None = None, where: str = "") -> str:
        """A short template from format.yaml (a title, a cover line)."""
        if "{" not in source:
            return source
        template = self._compiled(source, where)
        return self._run(template, self.names | dict(extra or {}), where).replace(GUARD, "").strip()

    def value(self, expression: str, extra: Mapping[str, Any] | None = None) -> Any:
        """An expression of format.yaml over the facts (条件, 需要, 逐项)."""
        where = f"format.yaml 中的“{expression}”"
        environment = _environment(self.fmt.folders)
        try:
            run = environment.compile_expression(expression, undefined_to_none=False)
        except TemplateSyntaxError as error:
            raise FormatError(f"{where}有误：{_chinese(error)}。") from None
        return self._guard(lambda: run(self.names | dict(extra or {})), where)

    def _compiled(self, source: str, where: str) -> Template:
        try:
            return _environment(self.fmt.folders).from_string(source)
        except TemplateSyntaxError as error:
            raise FormatError(f"{where or source}有误：{_chinese(error)}。") from None

    def _run(self, template: Template, names: dict[str, Any], where: str) -> str:
        return quiet(str(self._guard(lambda: template.render(names), where)))

    def _guard(self, run: Any, where: str) -> Any:
        try:
            return run()
        except FormatError as error:
            if error.problems:
                raise
            problem = Problem(error.message, *_place(error.__traceback__, where))
            raise FormatError("模板无法成文：", (problem,)) from None
        except UndefinedError as error:
            problem = Problem(_undefined(error), *_place(error.__traceback__, where))
            raise FormatError("模板无法成文：", (problem,)) from None
        except (SecurityError, TypeError, ArithmeticError, TemplateError) as error:
            problem = Problem(_ran_into(error), *_place(error.__traceback__, where))
            raise FormatError("模板无法成文：", (problem,)) from None


def _place(trace: TracebackType | None, where: str) -> tuple[str, int]:
    """File and line of the template frame in a traceback (jinja2 rewrites it to say so)."""
    found = (where, 0)
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            found = (name, trace.tb_lineno)
        trace = trace.tb_next
    return found


_SAID = (
    ("Unexpected end of template", "没有写完：{% if %}、{% for %} 或 {% block %} 缺少结束标记"),
    ("unknown tag", "用了不认识的标记"),
    ("No filter named", "用了没有的过滤器"),
    ("No test named", "用了没有的判断"),
    ("expected token", "括号、引号或 {{ }} 没有成对，或少了标点"),
    ("unexpected char", "出现了多余的字符，请检查是否误用了中文标点"),
)


# what jinja2 and Python say of a wrong template, and what of it is worth repeating
_NAMED = re.compile(r"(?:unknown tag|named|got|unexpected char) [‘']?(.+?)[’']?(?:\.|$| at )")
_ARGUMENT = re.compile(r"(?:\w+\.)?(\w+)\(\) (missing|takes|got)")


def _chinese(error: TemplateError) -> str:
    said = str(error.message or error)
    meaning = next((text for sign, text in _SAID if sign in said), "语法有误")
    named = _NAMED.search(said)
    return f"{meaning}：{named[1]}" if named else f"{meaning}（{said}）"


def _ran_into(error: Exception) -> str:
    said = str(error)
    if isinstance(error, SecurityError):
        return "模板只能取事实和调用列出的函数，不能取以下划线开头的内部名称"
    if _ARGUMENT.match(said):
        return "函数括号里的项数不对，写法见 prompts/README.zh-CN.md"
    if isinstance(error, ZeroDivisionError | ArithmeticError):
        return "除数为 0，请先用 {% if %} 判断"
    meaning = next((text for sign, text in _SAID if sign in said), "")
    named = _NAMED.search(said) if meaning else None
    return f"{meaning}：{named[1]}" if named else f"无法运行：{said}"


def _undefined(error: UndefinedError) -> str:
    return f"用到了没有的名称（{error.message}）"
