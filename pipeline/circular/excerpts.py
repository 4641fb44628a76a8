"""What units wrote (存在问题、进展情况), made fit to be printed: in their own words, shortened, never embellished.

Nothing here judges or rewords. A text that cannot be shortened at the end of a sentence is left to the unit's sheet,
since half a sentence may say the opposite of the whole. Every pattern is linear: a cell may hold 30 000 characters.
"""

import re
import unicodedata
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]|_x[0-9A-Fa-f]{4}_")  # the last: what Excel writes for one
_GAP = re.compile(r"\s+")
_MARKS = re.compile(r"[\W_]+")
_NOTHING = re.compile(
    r"(?:目前|本月)?(?:暂?无|没有|不涉及|(?:暂?未|没有?)(?:发现|存在)|(?:进[展度])?正常(?:推进|开展|实施|进行)?"
    r"|(?:正?按|有序|顺利|正在)(?:计划|序时)?(?:进度)?推进中?|否)?(?:存在)?(?:问题)?"
)
_NOTHING_LENGTH = 20
_LEAD = re.compile(
    r"(?:(?:存在的?)?(?:主要)?(?:问题|困难)|(?:滞后的?)?(?:主要)?原因)(?:是|为|[:：])+\s*"
    r"|(?:主要)?(?:是?由于|是?因为|系因|因(?!地制宜|素|此|而|人|材|应))"
)
_SENTENCE_ENDS = "。！？；;!?"

_DIGIT = "[0-9０-９]"
_IDENTITY = re.compile(f"(?<!{_DIGIT})[1-9１-９]{_DIGIT}{{16}}[0-9０-９XxＸｘ](?!{_DIGIT})")
_MOBILE = re.compile(f"(?<!{_DIGIT})[1１][3-9３-９]{_DIGIT}(?:[- ]?{_DIGIT}{{4}}){{2}}(?!{_DIGIT})")
_LANDLINE = re.compile(f"(?<!{_DIGIT})[0０][1-9１-９]{_DIGIT}{{1,2}}[-－—]{_DIGIT}{{7,8}}(?!{_DIGIT})")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a unit's text; empty where it says nothing.

    ``hidden`` tells that personal data was left out, ``overlong`` that no whole sentence of it fitted.
    """

    text: str = ""
    hidden: bool = False
    overlong: bool = False


def excerpt(text: str, limit: int) -> Excerpt:
    """The first whole sentences of a text within ``limit`` characters, without the last full stop."""
    clean = printable(text)
    told = masked(clean)
    if len(told) <= _NOTHING_LENGTH and all(map(_NOTHING.fullmatch, _MARKS.split(told))):
        return Excerpt()
    short = _shortened(told, limit)
    return Excerpt(short.rstrip("。；;，,、 "), hidden=told != clean, overlong=not short)


def reason(text: str, limit: int) -> Excerpt:
    """An excerpt that goes on after 主要原因是, without words that say so once more."""
    clean = printable(text)
    lead = _LEAD.match(clean)
    return excerpt(clean[lead.end() :] if lead else clean, limit)


def printable(text: str) -> str:
    """A text on one line, without what paper cannot hold: control, direction and zero-width characters.

    Sentences typed one below the other are kept apart by a ；.
    """
    told = ""
    for line in filter(None, map(_plain, _BREAK.split(text))):
        told += ("；" if told and told[-1] not in "，、：:" + _SENTENCE_ENDS else "") + line
    return told


def masked(text: str) -> str:
    """A text with identity and telephone numbers left out."""
    text = _IDENTITY.sub("（证件号码略）", text)
    return _LANDLINE.sub("（电话略）", _MOBILE.sub("（电话略）", text))


def _plain(line: str) -> str:
    kept = "".join(filter(_is_kept, line)).strip()
    return _GAP.sub(lambda gap: " " if _is_between_latin(gap) else "", kept)


def _is_kept(each: str) -> bool:
    nonchar = ord(each) & 0xFFFE == 0xFFFE or "\ufdd0" <= each <= "\ufdef"
    return each == "\t" or not (nonchar or unicodedata.category(each) in ("Cc", "Cf", "Cs"))


def _is_between_latin(gap: re.Match[str]) -> bool:
    return gap.string[gap.start() - 1] <= "\x7f" and gap.string[gap.end()] <= "\x7f"


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    ends = [place for place, each in enumerate(text[:limit], 1) if each in _SENTENCE_ENDS]
    return text[: ends[-1]] if ends else ""
