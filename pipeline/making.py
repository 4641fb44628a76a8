"""The papers of a month (成文): the month → the bytes of every file that goes into its folder.

Everything is computed before anything is written.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count, takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.findings import Finding, Rule, Severity, regraded
from pipeline.formats.writings import Writing
from pipeline.model import Month
from pipeline.model.history import History
from pipeline.report import Outputs, dumps, report
from pipeline.settings import Settings
from pipeline.siding import Executor, ahead
from pipeline.workspace import OVERVIEW

if TYPE_CHECKING:
    from pipeline.circular.edits.following import Followed
    from pipeline.document import Document

EDITED = Rule(
    "L102",
    Severity.WARNING,
    "文件被人改过",
    "{name}不是程序上次写出的样子（有人改过或放在那里），没有覆盖；本次的另存为{beside}。",
    "请对照两份文件；要每月保留的文字改动请写进模板。",
)
RULES = (EDITED,)

REVIEW, SUMMARY, FINDINGS, PROOF, REPORT = "核稿.docx", "汇总表.xlsx", "问题清单.xlsx", "版式核验.json", "report.json"
RETURNED = "退回"
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t'))


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a month: bytes by path below its folder, their names, and the month with all findings."""

    month: Month
    files: dict[str, bytes]
    outputs: Outputs


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the papers of one judged month in the office's ``wording``, which may include ``parts``.

    ``page`` is the template of the overview, ``trend`` the year so far.
    ``is_theirs`` tells of a name whether a file stands there that a person has changed: it is never overwritten;
    ``read`` gives the bytes of a file that stands there.
    ``executor`` makes the papers beside the circular; without one all are made in turn.
    """

    month: Month
    settings: Settings
    wording: Writing
    parts: Mapping[str, str]
    page: str
    trend: Sequence[History]
    is_theirs: Callable[[str], bool]
    read: Callable[[str], bytes]
    heard: Callable[[str], None]
    executor: Executor | None = None

    def papers(self, review_only: bool, keep_edits: bool = False) -> Papers:
        """All papers, without the final circular where only the review is wanted.

        ``keep_edits`` takes over what a person wrote into a circular that stands there, as far as no figure is touched.
        """
        from pipeline.circular.passages import printed
        from pipeline.circular.proof import proof, proof_json
        from pipeline.circular.typeset import typeset
        from pipeline.circular.wording import compose
        from pipeline.forms.returned import units_to_return

        self.heard("成文")
        circular = self.settings.circular
        composed = compose(self.month, self.settings, self.wording, parts=self.parts)
        written = composed.document
        units = units_to_return(self.month)
        names = self._names(written.title, [f"{RETURNED}/{unit}.xlsx" for unit in units])
        kept = [EDITED.at(name=name, beside=beside) for name, beside in names.items() if name != beside]
        own = _circular(written.title)
        edits = self._followed(written, own, names[own], keep_edits)
        document = edits.document if edits else written
        told = edits.findings if edits else ()
        month = with_findings(self.month, (*composed.findings, *kept, *told), self.settings)
        outputs = Outputs(
            circular=None if review_only else names[own],
            review=names[REVIEW],
            summary=names[SUMMARY],
            findings=names[FINDINGS],
            overview=names[OVERVIEW],
            returned=tuple(names[f"{RETURNED}/{unit}.xlsx"] for unit in units),
            title=document.title,
            text=tuple((each.role, each.text) for each in printed(written)),
            changes=tuple(each.text for each in written.changes),
            edits=edits.record if edits else (),
        )
        self.heard("排版和表册")
        beside = self._beside(document, month, outputs, units)
        made = ahead(self.executor, _made, tuple(beside.values()))
        final = typeset(document, circular)
        files = {outputs.circular: final} if outputs.circular else {}
        files[PROOF] = _json(proof_json(proof(final, circular)))
        files |= zip(beside, made(), strict=True)
        files[REPORT] = dumps(report(month, outputs)).encode()
        return Papers(month, files, outputs)

    def _beside(
        self, document: "Document", month: Month, outputs: Outputs, units: Sequence[str]
    ) -> dict[str, Callable[[], bytes]]:
        """How to make what stands beside the circular, by name: about half of a month's work on paper."""
        from pipeline.circular.typeset import typeset
        from pipeline.circular.wording import rule_sentence
        from pipeline.delivery.overview import overview
        from pipeline.forms.findings_book import findings_book
        from pipeline.forms.returned import returned
        from pipeline.forms.summary import summary

        rule = rule_sentence(month, self.settings)
        return {
            str(outputs.review): partial(typeset, document, self.settings.circular, review=True),
            str(outputs.summary): partial(summary, month, rule),
            str(outputs.findings): partial(findings_book, month),
            str(outputs.overview): partial(overview, month, self.trend, self.settings, self.page, rule=rule),
            **{name: partial(returned, month, unit) for name, unit in zip(outputs.returned, units, strict=True)},
        }

    def _names(self, title: str, returns: Sequence[str]) -> dict[str, str]:
        """The name that each paper for people is written under: its own, or one beside a file that is theirs."""
        return {name: self._free(name) for name in (_circular(title), REVIEW, SUMMARY, FINDINGS, OVERVIEW, *returns)}

    def _free(self, name: str) -> str:
        return next(each for each in _tries(name) if not self.is_theirs(each))

    def _followed(self, document: "Document", own: str, free: str, keep_edits: bool) -> "Followed | None":
        """What a person wrote into the circulars that stand before the ``free`` name, followed into the document.

        So are those that the run before knew under another name: the title was another, or a name has become free.
        """
        report = self._former()
        known = [report["outputs"]["circular"], *(each["file"] for each in report.get("edits", ()))] if report else []
        names = dict.fromkeys((*takewhile(lambda name: name != free, _tries(own)), *filter(None, known)))
        theirs = tuple(filter(self.is_theirs, names))
        if not theirs:
            return None
        from pipeline.circular.edits.following import followed

        return followed(document, theirs, self.read, report, take=keep_edits)

    def _former(self) -> Mapping[str, Any]:
        """The report of the run before, where it is as that run left it."""
        try:
            report: Mapping[str, Any] = {} if self.is_theirs(REPORT) else json.loads(self.read(REPORT))
        except OSError:
            return {}
        return report


def _tries(name: str) -> Iterator[str]:
    """A paper's own name, then those beside it."""
    path = PurePosixPath(name)
    tries = (f"{path.stem}（新稿{number if number > 1 else ''}）{path.suffix}" for number in count(1))
    return chain((name,), (str(path.with_name(each)) for each in tries))


def ready(page: str) -> None:
    """Load what the papers beside the circular need, ahead of their making."""
    from pipeline.circular import typeset
    from pipeline.formats import hypertext, sheets

    sheets.load()
    typeset.load()
    hypertext.load(page)


def _made(jobs: Iterable[Callable[[], bytes]]) -> tuple[bytes, ...]:
    return tuple(job() for job in jobs)


def _circular(title: str) -> str:
    """The circular's file is named by its title."""
    return f"{title.translate(_FORBIDDEN)}.docx"


def with_findings(month: Month, found: Iterable[Finding], settings: Settings) -> Month:
    """The month with further findings, weighed as the office has set."""
    return replace(month, findings=(*month.findings, *regraded(found, settings.severities)))


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
