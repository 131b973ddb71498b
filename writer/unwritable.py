"""Why a file or folder could not be written, in words that say what to do."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理后重试",
    errno.EDQUOT: "磁盘配额已用完，请清理后重试",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.EROFS: "所在磁盘是只读的，请换一个位置",
    errno.EIO: "磁盘读写出错，请检查磁盘或网络盘",
    errno.ENOENT: "所在文件夹不存在，请先建立",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这个名称已是一个文件夹，请换一个文件名",
    errno.ENAMETOOLONG: "文件名太长",
}
# Windows refuses to replace a file that Word holds open with one of these two
_LOCKED = "没有写入权限，或文件正在 Word 等程序中打开，请关闭后重试"


def why_unwritable(error: OSError) -> str:
    """磁盘空间不足，请清理后重试; the system's own words for what is not known here."""
    if isinstance(error, PermissionError) or error.errno in (errno.EACCES, errno.EBUSY):
        return _LOCKED
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
