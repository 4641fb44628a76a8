"""Names and lines (名称) from strangers, made fit for mails and files on every system."""

import hashlib
import re

_UNFIT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)
_NO_NAME = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"\A(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|\Z)", re.IGNORECASE)  # devices of Windows
_LONGEST_STEM, _LONGEST_SUFFIX = 60, 5


def clean(text: str) -> str:
    """A text as one line, as a header or a name can hold it: whatever breaks a line or hides is a blank."""
    return " ".join(_UNFIT.sub(" ", text).split())


def file_name(text: str) -> str:
    """A name that is one file name on every system and stays in its folder; two different texts never share one.

    A long one is cut, so that it can be sent in one line (998 bytes) and saved below any folder.
    """
    named = _NO_NAME.sub("_", clean(text)).strip(". ")
    stem, dot, suffix = named.rpartition(".")
    if not (stem and len(suffix) <= _LONGEST_SUFFIX):
        stem, dot, suffix = named, "", ""
    if f"{stem}{dot}{suffix}" == text and len(stem) <= _LONGEST_STEM and not _RESERVED.match(stem):
        return text
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
    fit = _RESERVED.sub(r"_\g<0>", stem[:_LONGEST_STEM].strip(". "))
    return f"{fit}_{mark}{dot}{suffix}"
