"""What a number speaks of: its own words, its place in a 分别 list, or what is carried over."""

from __future__ import annotations

import re

from writer.grounding.candidates import offered
from writer.grounding.compound_names import compounded, counts_of
from writer.grounding.fractions import names_behind
from writer.grounding.frame import Frame
from writer.grounding.just_told import counted_out, marked
from writer.grounding.lexicon import Tag, lexicon
from writer.grounding.listed_names import in_order, listed
from writer.grounding.mentions import Kind, Mention
from writer.grounding.pieces import called_in_short
from writer.grounding.relations import Link, Relation
from writer.grounding.statements import Statement, subjects_in
from writer.grounding.tokens import Token

_THIS = re.compile(r"[该本此](?:项目|专项|资金|经费|工程|活动|项)[^。；]{0,12}$")
_CLOSED = re.compile(r"[，。；、（(\n]|$")
_NUMBERED = re.compile(r"^[\W\d一二三四五六七八九十]*|\W*$")
_DOCKED = re.compile(r"(?:扣|失|扣除|扣减|共扣|扣了)$")
_HAS = re.compile(r"[共有设为是达占]")  # 18个项目共设绩效指标146个 counts no 绩效指标
_AMONG = re.compile(r"(?:中|其中)(?:，|有|已|已有|仅)*$")
_SAID_OF = re.compile(r"[一-鿿]{3,8}")
_FOR = ("的", "用于", "用在", "用作", "用到", "投向", "投到", "投入", "为", "系", "是")
_IS = ("为", "是", "系")
_GIVEN = ("安排", "拨给", "归", "属于", "来自", "列支", "列入", "拨付", "给", "发放", "补助")
WHOLLY = 0.9  # share of its words that a name must have
LEAD = 16  # characters of a paragraph's first words that are a heading of its own
SMALL_WORDS = 3  # characters behind a comma that name nothing yet: 全年共, 其中
LONGEST_TITLE = 60  # characters of a report's first line
SHORTEST_NAME = 2  # characters
RIGHT = 4  # characters that may stand between a number and the noun it counts
RECENT = 4  # figures of earlier paragraphs that a sentence may still speak of


class Naming:
    """Finds subjects; remembers headings and the lists that are being told off."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._topics: dict[tuple[str, ...], list[int]] = {}
        self._headings: dict[str, list[int]] = {}
        self._titled: dict[tuple[str, ...], list[int]] = {}
        self._members: list[list[int]] = []
        self._pair: list[int] = []
        self._about: list[int] | None = None

    def topic(self, section: tuple[str, ...]) -> list[int]:
        """Subjects named by the headings, innermost first."""
        if section not in self._topics:
            named = [s for title in reversed(section) for s in self._headed(title)]
            self._topics[section] = list(dict.fromkeys(named))
        return self._topics[section]

    def _headed(self, title: str) -> list[int]:
        """Subjects that one heading names, then those whose names are like it."""
        if title not in self._headings:
            like = self._frame.index.resembling(title)[:3]
            self._headings[title] = [*self.titled((title,)), *like]
        return self._headings[title]

    def led(self, start: int, end: int) -> list[int]:
        """Subjects like the short sentence that a paragraph begins with: ⒈法律援助。"""
        stop = self._frame.text.find("。", start, min(end, start + LEAD + 1))
        words = self._frame.text[start : stop + 1]
        if not 2 <= len(words) <= LEAD:
            return []
        index = self._frame.index
        return index.resembling(words, WHOLLY)[:4] or self._cut_short(words)

    def title(self) -> list[int]:
        """What the report is about by its first line, where no whole department's figures are at
        hand: 某专项资金绩效自评报告 speaks of that fund."""
        if self._about is None:
            index, text = self._frame.index, self._frame.text
            first = text[: max(0, text.find("\n"))][:LONGEST_TITLE]
            self._about = [] if index.totals else subjects_in(index.scanner.scan(first))[:1]
        return self._about

    def _cut_short(self, words: str) -> list[int]:
        name = _NUMBERED.sub("", words)
        plain = len(name) < SHORTEST_NAME or name in lexicon().generic
        return [] if plain else self._frame.index.parts.cut_short(name)

    def titled(self, section: tuple[str, ...]) -> list[int]:
        """Subjects that headings name outright, innermost first."""
        if section not in self._titled:
            scan = self._frame.index.scanner.scan
            named = [s for title in reversed(section) for s in subjects_in(scan(title))]
            self._titled[section] = named
        return self._titled[section]

    def own(self, statement: Statement, relation: Link | None) -> list[int]:
        """Subjects that the mention's own words name: left of it, then right behind it."""
        if statement.group is not None:
            return self._member(statement, relation)
        docked = self._frame.index.labels.get("扣分", ())
        score = statement.mention.kind is Kind.SCORE
        before = (statement.gap, statement.mention.start)
        if docked and score and _DOCKED.search(self._frame.text, *before):
            return list(docked)
        if (pointed := self._pointed(statement)) is not None:
            return pointed
        told = marked if score else counted_out
        if (one := told(self._frame, statement)) is not None:
            return [one]
        if _THIS.search(self._frame.text, statement.gap, statement.mention.start):
            return self._this_project()
        mention = statement.mention
        # in a share or a comparison the subject stands before the relation's words
        stop = relation.start if relation else mention.start
        ahead = [
            t
            for t in statement.left
            if t.start < stop and not _vague(t, mention) and not self._left_behind(t, statement)
        ]
        if relation is not None and relation.relation not in (Relation.SHARE, Relation.RATE):
            whole = set(relation.whole)
            if not any(t.tag is Tag.SUBJECT for t in ahead):
                ahead = [t for t in statement.left if not whole & set(t.subjects)]
        if (one := self._of_them(statement)) is not None:
            return [one]
        if relation is None and (one := compounded(self._frame, statement)) is not None:
            return [one]
        if relation is not None and relation.relation is Relation.SHARE and len(ahead) > 1:
            # 项目支出中，甲占四成: what is taken apart is no part
            ahead = [t for t in ahead if set(t.subjects) != set(relation.whole)] or ahead
        part_behind = names_behind(self._frame.text, mention)
        behind = [
            s
            for t in statement.right
            if t.tag is Tag.SUBJECT and t.start - mention.end <= RIGHT and not _vague(t, mention)
            if (part_behind and _CLOSED.match(self._frame.text, t.end))
            or not _HAS.search(self._frame.text, mention.end, t.start)
            for s in t.subjects
        ]
        spent_on = self._spent_on(statement)
        if (spent_on or part_behind) and behind:
            # 962万元安排基本支出，284万元安排项目支出: before the comma is the last one's
            comma = max(self._frame.text.rfind(mark, *before) for mark in "，、；：")
            ahead = [t for t in ahead if t.start > comma]
        counted = mention.kind in (Kind.COUNT, Kind.BARE) or spent_on or part_behind
        named = list(dict.fromkeys(subjects_in(ahead) + (behind if counted else [])))
        plain = relation is None or (
            relation.relation is Relation.CHANGE  # 其中当年新增1.25万册 may be the 新增藏书
            and counted
            and not (relation.ref_basis or relation.ref_period)
        )
        return named or (called_in_short(self._frame, statement) if plain else [])

    def _this_project(self) -> list[int]:
        """该项目: the project that the paragraph, the line or heading above it, or the text
        before has named last."""
        scope, projects = self._frame.scope, self._frame.index.projects
        names = self._frame.index.names
        for told in (scope.paragraph, None, scope.last):
            if told is None:
                spoken = [names[s] for s in scope.above]
            else:
                spoken = [n for r in reversed(told) for n in (r.figure.subject, *r.figure.parents)]
            for name in spoken:
                if name in projects:
                    return [projects[name]]
        return scope.topic[:1]

    def _of_them(self, statement: Statement) -> int | None:
        """8个建设项目中，7个按期完成: the one thing whose name begins with what is said of some of
        those just told."""
        text, mention = self._frame.text, statement.mention
        if mention.kind is not Kind.COUNT or not _AMONG.search(text, statement.gap, mention.start):
            return None
        said = _SAID_OF.match(text, mention.end)
        one = self._frame.index.parts.cut_short(said[0]) if said is not None else []
        return one[0] if one and offered(self._frame.index, one[0], mention) else None

    def _spent_on(self, statement: Statement) -> bool:
        """819.50万元用于项目支出: what an amount is for stands behind it."""
        money = statement.mention.kind is Kind.MONEY
        return self._frame.text.startswith(_FOR, statement.mention.end) or (
            money and self._frame.text.startswith(_GIVEN, statement.mention.end)
        )

    def _pointed(self, statement: Statement) -> list[int] | None:
        """前者, 后者: the two subjects named last."""
        words = self._frame.text[statement.gap : statement.mention.start]
        place = -2 if "前者" in words else -1 if "后者" in words else 0
        if not place:
            return None
        figures = [r.figure.id for r in self._frame.scope.paragraph]
        ids = [s for s in map(self._subject, figures) if s is not None]
        if "前者" in words:
            self._pair = list(dict.fromkeys(reversed(ids)))[:2]
        pair = self._pair or list(dict.fromkeys(reversed(ids)))[:2]
        return [pair[-place - 1]] if len(pair) > 1 else None

    def _left_behind(self, token: Token, statement: Statement) -> bool:
        """为某项目，配套资金87.2万元: behind the comma stands another name; and what stands in
        brackets is said in passing."""
        text, start = self._frame.text, statement.mention.start
        closed = max(text.rfind("）", token.end, start), text.rfind(")", token.end, start))
        if closed >= 0 and max(text.rfind(b, statement.gap, token.start) for b in "（(") >= 0:
            return True
        comma = max(text.rfind(mark, token.end, start) for mark in "，；：。")
        if comma < 0:
            return False
        if text.endswith(_IS, statement.gap, token.start) and comma == token.end:
            return True  # 资金1320万元全部为中央资金，支出1122万元
        mention = statement.mention
        known = [t for t in statement.left if t.start > comma and not _vague(t, mention)]
        if any(t.tag is Tag.SUBJECT for t in known):
            # 5轮强降水，启动响应12次: what the number before it has counted
            told = self._frame.scope.resolved[-1:]
            before = token.start == statement.gap == (told[0].mention.end if told else -1)
            return before and self._subject(told[0].figure.id) in token.subjects
        rest = [
            c
            for i, c in enumerate(text[comma + 1 : start], comma + 1)
            if "一" <= c <= "鿿" and not any(t.start <= i < t.end for t in known)
        ]
        return len(rest) > SMALL_WORDS

    def _member(self, statement: Statement, relation: Link | None) -> list[int]:
        """A、B分别为1、2: the subject in the same place of the list."""
        place, size = statement.group or (0, 0)
        if self._frame.scope.series and self._frame.scope.subject is not None:
            return [self._frame.scope.subject]
        if place == 0 and not statement.again:
            ahead = [
                t
                for t in statement.left
                if t.tag is Tag.SUBJECT
                and t.end <= statement.respectively
                and self._frame.text[t.start : t.end] not in lexicon().rates
            ]
            if relation is not None and relation.whole and len(ahead) > size:
                # 甲、乙占整体支出的比重分别为: the whole is no member
                ahead = [t for t in ahead if set(t.subjects) != set(relation.whole)]
            self._members = [list(t.subjects) for t in ahead][-size:]
            names = self._frame.index.names
            # 两项执行率分别为: what the rates are of
            of_all = relation.whole if relation is not None else ()
            named = [
                s
                for s in self._frame.scope.named
                if names[s] not in lexicon().rates and s not in of_all
            ]
            short = len(self._members) < size or self._other_sort(statement.mention)
            begun = max(self._frame.text.rfind(m, 0, statement.gap) for m in "。！？\n") + 1
            several = self._frame.scope.several
            direct = several is not None and several.end >= statement.gap
            if several is not None and direct and size == len(several.subjects):
                self._members = [[s] for s in several.subjects]  # 三个项目执行率分别为
            elif ordered := in_order(self._frame.index, self._frame.text, statement, begun):
                self._members = ordered
            elif short and (items := self._listed(statement, size)):
                self._members = items
            elif len(self._members) < size <= len(named):
                self._members = [[s] for s in named[-size:]]
            elif len(self._members) < size:
                told = [self._subject(r.figure.id) for r in self._frame.scope.paragraph]
                apart = list(dict.fromkeys(told))  # 甲下达1，支出2；乙下达3，支出4
                told = (apart if len(apart) >= size else told)[-size:]
                # one thing told of is not the first of three: its bases may be told off
                known = told if len(told) == size else []
                self._members = [[s] if s is not None else [] for s in known]
        return list(self._members[place]) if place < len(self._members) else []

    def _other_sort(self, mention: Mention) -> bool:
        """Whether a member has nothing of the number's sort: 门诊量 in 门诊患者、住院患者满意度."""
        index = self._frame.index
        return not all(any(offered(index, s, mention) for s in named) for named in self._members)

    def _listed(self, statement: Statement, size: int) -> list[list[int]]:
        near = set(self.carried([]))
        return listed(self._frame.index, self._frame.text, statement, size, near)

    def carried(self, own: list[int], words: str = "") -> list[int]:
        """Subjects that may still be spoken of, nearest first, without the mention's own;
        those whose measure the mention's words name go before the others."""
        scope = self._frame.scope
        ids = [scope.subject, *counts_of(self._frame.index, scope.subject)]
        ids += reversed(scope.named)
        ids += [self._subject(r.figure.id) for r in reversed(scope.paragraph)]
        ids += scope.topic
        ids += [self._subject(r.figure.id) for r in reversed(scope.last[-RECENT:])]
        subjects = [s for s in dict.fromkeys(ids) if s is not None and s not in own]
        return sorted(subjects, key=lambda s: not self._measured(s, words)) if words else subjects

    def _measured(self, subject: int, words: str) -> bool:
        """Whether the words name a measure of the subject: 事故起数下降…"""
        figures = self._frame.index.of_subject[subject]
        return any(len(f.measure) > 1 and f.measure in words for f in figures)

    def _subject(self, figure: str) -> int | None:
        return self._frame.index.subject_of.get(figure)


def _vague(token: Token, mention: Mention) -> bool:
    """项目 names something only right beside its number: 5个项目, 项目5个."""
    if token.payload not in lexicon().generic:
        return False
    return token.start != mention.end and mention.start - token.end not in (0, 1)
