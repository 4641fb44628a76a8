"""Text in the encodings that Chinese offices write: UTF-8, UTF-16, GB18030, and what calls itself GB2312."""

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FOREIGN = re.compile(r"[^\x00-\x7f\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffee]")
_SAMPLE = 4096


class MixedError(ValueError):
    """A text whose lines are in different encodings; ``line`` is the first that differs, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def marked(data: bytes) -> tuple[str, bytes] | None:
    """The encoding that a byte order mark tells, and the bytes after it."""
    return next(((name, data[len(mark) :]) for mark, name in _BOMS if data.startswith(mark)), None)


def decoded(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-16 by its zeros, else UTF-8, else GB18030.

    :class:`MixedError` names the line whose encoding differs from the others'.
    """
    name, rest = marked(data) or (_unmarked(data), data)
    if name == "gb18030":
        _one_encoding(rest)
    try:
        return rest.decode(name)
    except UnicodeDecodeError as fault:
        raise MixedError(rest.count(b"\n", 0, fault.start) + 1) from fault


def named(data: bytes, name: str) -> str:
    """The bytes of a header or attribute in the encoding that it names, else in the one they must be in."""
    name = "gb18030" if name.casefold().replace("_", "-") in ("gb2312", "gbk", "cp936", "x-gbk") else name
    for each in (name, "utf-8", "gb18030"):
        try:
            return data.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def is_text(data: bytes) -> bool:
    """Whether bytes read as text: UTF-16 with its mark or zeros, else UTF-8 or GB18030 without control characters."""
    if marked(data):
        return True
    sample = data[:_SAMPLE]
    names = ("utf-8", "gb18030") if _unmarked(data) != "utf-16-le" else ("utf-16-le",)
    for name in names:
        try:
            text = codecs.getincrementaldecoder(name)().decode(sample, len(data) <= _SAMPLE)  # may end in a character
            return not _CONTROL.search(text)
        except UnicodeDecodeError:
            continue
    return b"\n" in sample and not _CONTROL.search(sample.decode("latin-1"))  # mixed, yet no ciphertext


def _unmarked(data: bytes) -> str:
    """The encoding of bytes without a mark."""
    sample = data[:_SAMPLE]
    if sample[1::2].count(0) > len(sample) // 8 and not sample[::2].count(0):
        return "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _one_encoding(data: bytes) -> None:
    """Refuse GB18030 text with lines that are Chinese as UTF-8: one or the other would be read as nonsense."""
    lines: tuple[list[int], list[int]] = ([], [])
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.isascii():
            lines[_is_chinese_utf8(line)].append(number)
    if lines[True]:
        raise MixedError(min(lines, key=len)[0])


def _is_chinese_utf8(line: bytes) -> bool:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(_CHINESE.findall(text)) > 1 and not _FOREIGN.search(text)
