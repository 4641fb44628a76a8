"""What Word and input methods make of a tag while it is typed, undone: full-width marks, curly quotes, odd spaces."""

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile("[\t\u00a0\u2002-\u200a\u202f\u205f]")
_TAG = re.compile(r"[{｛]([{｛%％])((?:(?![{｛][{｛%％]).)*?)([}｝%％])[}｝]", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?(?:#\}|\Z)", re.DOTALL)
_BLOCK = re.compile(r"\{%.*?%\}", re.DOTALL)
_STRING = re.compile(r"([\"“”„＂])(?P<double>[^\"“”„＂]*)[\"“”„＂]|(['‘’＇])(?P<single>[^'‘’＇]*)['‘’＇]")
_DASHES = str.maketrans("–—−", "---")
_PAIRS = {"{": "}", "%": "%"}


def plain(text: str) -> str:
    """A paragraph as it was meant: its tags in half-width marks and straight quotes, its spaces ordinary ones."""
    text = _SPACES.sub(" ", _UNSEEN.sub("", text))
    text = re.sub("[#＃]｝", "#}", re.sub("｛[#＃]", "{#", text))
    return _TAG.sub(_tag, text)


def visible(text: str) -> str:
    """A text, in as many lines, without comments and without what only steers (if, for): what is printed of each."""
    shown = _BLOCK.sub("", _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text))
    return "\n".join(line.strip() for line in shown.split("\n"))


def _tag(found: re.Match[str]) -> str:
    mark, end = unicodedata.normalize("NFKC", found[1]), unicodedata.normalize("NFKC", found[3])
    if _PAIRS[mark] != end:
        return found[0]
    inner, at = "", 0
    for string in _STRING.finditer(found[2]):
        inner += _code(found[2][at : string.start()]) + _quoted(string)
        at = string.end()
    return f"{{{mark}{inner}{_code(found[2][at:])}{end}}}"


def _code(text: str) -> str:
    """What stands in a tag outside quotes: half-width, on one line."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).replace("\n", " ")


def _quoted(string: re.Match[str]) -> str:
    """A text in quotes keeps its marks as they are."""
    text = string["double"] if string["double"] is not None else string["single"]
    quote = "'" if "'" not in text else '"'
    return f"{quote}{text.replace(chr(10), ' ')}{quote}"
