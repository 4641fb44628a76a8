"""Mail addresses (邮箱) as people write them into a cell or a setting: several, in full-width signs, with names."""

import re
import unicodedata

_BETWEEN = re.compile(r"[;,、\n]+")
_IN_BRACKETS = re.compile(r"<([^<>]*)>\s*$")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
_LONGEST, _LONGEST_LOCAL = 254, 64


def addresses(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of a text, each once, and what stands among them and is none.

    They are parted by 、 ； ， or blanks; full-width letters and ＠ are read as plain ones; 张三 <a@b.cn> gives the
    address in it. Only plain ASCII addresses (RFC 5321) pass, so nothing that is taken can write a header of its own.
    """
    plain = unicodedata.normalize("NFKC", written).replace("。", ".")
    pieces = [piece for each in _BETWEEN.split(plain) for piece in _pieces(each)]
    found = dict.fromkeys(piece for piece in pieces if is_address(piece))
    wrong = dict.fromkeys(piece for piece in pieces if not is_address(piece))
    return tuple(found), tuple(wrong)


def is_address(text: str) -> bool:
    """Whether a text is one plain mail address and nothing else."""
    local = text.partition("@")[0]
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= _LONGEST and len(local) <= _LONGEST_LOCAL


def _pieces(text: str) -> list[str]:
    bracketed = _IN_BRACKETS.search(text)
    return [bracketed[1].strip()] if bracketed else text.split()
