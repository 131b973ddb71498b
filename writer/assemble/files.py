"""Output files appear whole or not at all, and a failure says what to do about it."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from writer.errors import AssemblyError

_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理后重试",
    errno.EDQUOT: "磁盘配额已用完，请清理后重试",
    errno.EROFS: "所在磁盘是只读的，请换一个位置",
    errno.ENOENT: "所在文件夹不存在，请先建立",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这个名称已是一个文件夹，请换一个文件名",
    errno.ENAMETOOLONG: "文件名太长",
}
# Windows refuses to replace a file that Word holds open with one of these two
_LOCKED = "没有写入权限，或文件正在 Word 等程序中打开，请关闭后重试"


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
        raise AssemblyError(f"无法写出 {path}：{_reason(error)}。") from error


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError) or error.errno in (errno.EACCES, errno.EBUSY):
        return _LOCKED
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


def _umask() -> int:
    """mkstemp makes files that only their owner reads; a report is an ordinary file."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
