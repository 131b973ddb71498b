"""Heading marks made by the program: a pattern a level (一、 （一） 1. （1）) and a count."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_UNCIRCLED = "1）"  # of a whole list that goes on behind ⑳; （1） would be the level above


def chinese_number(number: int) -> str:
    """1 → 一, 21 → 二十一, 105 → 一百零五; below 1000, above that digits."""
    if not 0 <= number < 1000:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    text = _DIGITS[hundreds] + "百"
    if tens:
        return text + _DIGITS[tens] + "十" + (_DIGITS[ones] if ones else "")
    return text + ("零" + _DIGITS[ones] if ones else "")


def mark(pattern: str, number: int, count: int = 0) -> str:
    """The mark of a heading: (“（一）”, 3) → （三）, (“1.”, 3) → 3., (“①”, 3) → ③.

    `count` is how many there are in all, so that a list has marks of one kind: ①, not ① to ⑳
    and then another one.
    """
    if "一" in pattern:
        return pattern.replace("一", chinese_number(number), 1)
    if "①" in pattern:
        if max(number, count) > len(_CIRCLED):
            return _UNCIRCLED.replace("1", str(number))
        return pattern.replace("①", _CIRCLED[number - 1], 1)
    return pattern.replace("1", str(number), 1)


def before(number: str, title: str) -> str:
    """The mark as it stands before a title: 4.2025年 would read as a number, 4. 2025年 not."""
    return number + " " if number[-1:] == "." and title[:1].isdigit() else number


def known_pattern(pattern: str) -> bool:
    """Whether a pattern holds exactly one of 一, 1 and ①."""
    return sum(pattern.count(sign) for sign in "一1①") == 1


def level_pattern(numbering: tuple[str, ...], level: int) -> str:
    """The pattern of a level (from 1); ① below the last that the format names."""
    return numbering[level - 1] if level <= len(numbering) else "①"
