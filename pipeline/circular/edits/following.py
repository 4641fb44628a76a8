"""The changed circulars of a month, one after another: compared, taken over where that is wanted, and told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pipeline.circular.edits import Difference, Edit, examined
from pipeline.circular.edits.taking import merged
from pipeline.circular.edits.telling import told
from pipeline.circular.passages import Passage
from pipeline.document import Document
from pipeline.findings import Finding


@dataclass(frozen=True, slots=True)
class Followed:
    """The document, perhaps with a person's words in it; what is told of them; and the record for report.json."""

    document: Document
    findings: tuple[Finding, ...]
    record: tuple[Mapping[str, Any], ...]


def followed(
    document: Document,
    files: Sequence[str],
    read_bytes: Callable[[str], bytes],
    report: Mapping[str, Any],
    *,
    take: bool,
) -> Followed:
    """What stands in the changed ``files``, told against what the program had written there.

    That is kept in the former ``report``. The newest file in which a person's words stand is the one that counts; with
    ``take`` they are taken over into the document as far as they can be. The files themselves are only read.
    """
    former = _former(report)
    order = {file: place for place, file in enumerate(former)}
    newest = sorted(files, key=lambda file: order.get(file, len(order)))
    edits = [examined(file, partial(read_bytes, file), former.get(file), document, take=take) for file in newest]
    working = next((edit for edit in edits if edit.is_persons), edits[0])
    edits = [edit if edit is working else replace(edit, taken=False) for edit in edits]
    written = merged(document, working) if working.taken else document
    remarks = (*written.remarks, f"人改过的通报没有覆盖。{working.summary}")
    return Followed(replace(written, remarks=remarks), tuple(told(edits, working)), tuple(map(_record, edits)))


def _former(report: Mapping[str, Any]) -> dict[str, tuple[Passage, ...] | None]:
    """What the program had written into each file, by the report of the run before: the newest file first."""
    known: dict[str, tuple[Passage, ...] | None] = {}
    if report.get("text") and report["outputs"]["circular"]:
        known[report["outputs"]["circular"]] = _passages(report["text"])
    for edit in report.get("edits", ()):
        known.setdefault(edit["file"], None if edit["former"] is None else _passages(edit["former"]))
    return known


def _passages(lines: Sequence[Mapping[str, str]]) -> tuple[Passage, ...]:
    return tuple(Passage(line["role"], line["text"]) for line in lines)


def _record(edit: Edit) -> Mapping[str, Any]:
    """A changed circular as plain data; ``former`` is what the next run compares it with."""
    return {
        "file": edit.file,
        "summary": edit.summary,
        "fault": edit.fault or None,
        "differences": [_difference(edit, each) for each in edit.differences],
        "former": None if edit.former is None else [{"role": each.role, "text": each.text} for each in edit.former],
    }


def _difference(edit: Edit, each: Difference) -> Mapping[str, Any]:
    return {
        "kind": each.kind.name.lower(),
        "place": each.place,
        "was": each.was,
        "theirs": each.theirs,
        "now": each.now,
        "taken": edit.is_taken(each),
        "hindrance": each.hindrance,
    }
