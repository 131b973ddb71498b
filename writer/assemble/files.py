"""Output files appear whole or not at all, and a failure says what to do about it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from writer.errors import AssemblyError
from writer.unwritable import why_unwritable


def replace_file(path: Path, data: bytes) -> None:
    """Write beside the target and move into place; raises AssemblyError in Chinese."""
    path = Path(path)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:60]}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise AssemblyError(f"无法写出 {path}：{why_unwritable(error)}。") from error


def _umask() -> int:
    """mkstemp makes files that only their owner reads; a report is an ordinary file."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
