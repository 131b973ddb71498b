"""Which reader a file needs, and what is refused before it is opened."""

from __future__ import annotations

import stat
from pathlib import Path

from writer.documents.model import Document
from writer.documents.plain import decode, lines_of
from writer.documents.structure import blocks_of
from writer.errors import DocumentError

MAX_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 1_000_000  # a hundred long reports; checking more takes half a minute
TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
WORD_SUFFIXES = frozenset({".docx", ".docm"})
ADVICE = {
    ".doc": "这是旧版 Word 文件，请用 Word 或 WPS 打开后另存为 .docx",
    ".wps": "这是 WPS 文字文件，请用 WPS 打开后另存为 .docx",
    ".pdf": "不能读取 PDF，请改用生成它的 .docx",
    ".rtf": "请用 Word 或 WPS 打开后另存为 .docx",
}


def read_document(path: Path) -> Document:
    """Read a report: .docx (.docm), .md (.markdown) or .txt.

    Raises DocumentError, whose one Chinese message names the file and what to do.
    """
    data = _bytes_of(path)
    if path.suffix.lower() in WORD_SUFFIXES:
        from writer.documents.word import read_word  # its XML reader is not needed for text

        document = read_word(data, str(path))
        empty = "里面没有文字；如果是扫描的图片，请先识别成文字"
    else:
        text = decode(data)
        if text is None:
            raise DocumentError(f"{path}：不是文本文件，请另存为 UTF-8 编码的文本")
        if len(text) > MOST_CHARACTERS:
            raise _too_long(path, len(text))
        document = read_text(text, str(path))
        empty = "文件里没有文字"
    if len(document.text) > MOST_CHARACTERS:
        raise _too_long(path, len(document.text))
    if not document.blocks:
        raise DocumentError(f"{path}：{empty}")
    return document


def _too_long(path: Path, characters: int) -> DocumentError:
    """No report is that long; the message says how long the text is."""
    return DocumentError(
        f"{path}：正文有 {characters / 10_000:.0f} 万字，"
        f"超过 {MOST_CHARACTERS // 10_000} 万字的上限，不像是一份报告，请检查文件或拆成几个"
    )


def read_text(text: str, source: str = "") -> Document:
    """The structure of a text that is already at hand; `text` is kept as it is."""
    return Document(text, blocks_of(text, lines_of(text)), source)


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, refused by kind and size before they are read."""
    suffix = path.suffix.lower()
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise DocumentError(f"{path}：这是一个文件夹，请给出其中的报告文件")
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError(f"{path}：这不是普通文件")
        if suffix not in TEXT_SUFFIXES | WORD_SUFFIXES:
            advice = ADVICE.get(suffix, "只能读取 .docx、.md 和 .txt 文件")
            raise DocumentError(f"{path}：{advice}")
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 1024 / 1024:.1f} MB"
            raise DocumentError(
                f"{path}：文件有 {size}，超过 {MAX_BYTES // 1024 // 1024} MB 的上限，"
                "请去掉图片或拆成几个文件"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(f"{path}：没有这个文件，请检查路径") from error
    except PermissionError as error:
        raise DocumentError(f"{path}：没有读取权限，请检查文件权限") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        raise DocumentError(f"{path}：不能读取（{error}）") from error
    if not data:
        raise DocumentError(f"{path}：文件是空的")
    return data
