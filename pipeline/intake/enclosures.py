"""What came in inside something else (附件): archives and mails → the files in them, one within another."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.findings import Rule, Severity
from pipeline.formats.archives import Allowance, is_archive, members
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.mails import attachments, envelope, is_mail
from pipeline.formats.workbooks import never_a_table
from pipeline.intake.containers import Incoming, unwanted
from pipeline.settings import Limits
from pipeline.source import Where

ASIDE = Rule(
    "F104",
    Severity.NOTE,
    "随附的图片或PDF",
    "这是随附的图片或PDF，没有读取。",
    "里面如有数据，请填在表格里报送。",
)
RULES = (ASIDE,)


def opened(files: Iterable[Incoming], limits: Limits) -> Iterator[Incoming]:
    """The same files, each archive and mail replaced by what is in it: ``外.zip!内.xlsx``, ``邮件.eml!附件.xlsx``.

    One that cannot be opened, is too large or holds no table stays, and says why.
    """
    for arrived in files:
        yield from _opened(arrived, limits, Allowance.of(limits), limits.depth)


def _opened(arrived: Incoming, limits: Limits, allowance: Allowance, depth: int) -> Iterator[Incoming]:
    if arrived.data is None or not (inside := _inside(arrived, arrived.data, limits, allowance)):
        yield arrived
        return
    try:
        if not depth:
            raise Unreadable(Fault.NESTED)
        usable = False
        for each in inside:
            usable = usable or each.data is not None or each.refused is not None
            yield from _opened(each, limits, allowance, depth - 1)
        if not usable:
            raise Unreadable(Fault.NO_MEMBER)
    except Unreadable as unreadable:
        yield replace(arrived, data=None, refused=unreadable)


def _inside(arrived: Incoming, data: bytes, limits: Limits, allowance: Allowance) -> Iterator[Incoming] | None:
    """The files inside a file, still closed themselves; None for a file that is no container."""
    if is_archive(data):
        return _each(arrived, members(data, limits, allowance))
    if is_mail(data):
        mailed = replace(arrived, envelopes=(*arrived.envelopes, envelope(data)))
        return _each(mailed, attachments(data, limits))
    return None


def _each(container: Incoming, found: Iterable[tuple[str, bytes | Unreadable]]) -> Iterator[Incoming]:
    """The files of a container as they came in; one name twice is numbered, so that each has a path of its own."""
    taken: set[str] = set()
    for name, content in found:
        path, number = f"{container.file}!{name}", 1
        while path in taken:
            number += 1
            path = f"{container.file}!{name}（{number}）"
        taken.add(path)
        yield replace(_member(path, content), envelopes=container.envelopes)


def _member(path: str, content: bytes | Unreadable) -> Incoming:
    if (left := unwanted(path)) is not None:
        return left
    if isinstance(content, Unreadable):
        return Incoming(path, "", refused=content)
    if never_a_table(content) in (Fault.PDF, Fault.PICTURE):
        return Incoming(path, "", finding=ASIDE.at(Where(path)))
    return Incoming(path, hashlib.sha256(content).hexdigest(), content)
