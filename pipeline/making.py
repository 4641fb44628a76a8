"""The papers of a month (成文): the month → the bytes of every file that goes into its folder.

Everything is computed before anything is written.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipeline.findings import Finding, Rule, Severity, regraded
from pipeline.model import Month
from pipeline.report import Outputs, dumps, report
from pipeline.settings import Settings

EDITED = Rule(
    "L102",
    Severity.WARNING,
    "成文稿被人改过",
    "{name}上次生成之后被人修改过，没有覆盖；本次的稿子另存为{beside}。",
    "请对照两份稿子，把要长期保留的改动写进模板。",
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
    """Makes the papers of one judged month."""

    month: Month
    settings: Settings
    wording: str
    heard: Callable[[str], None]

    def papers(self, kept: Sequence[str], review_only: bool) -> Papers:
        """All papers. ``kept`` are earlier papers that a person has changed: they are never overwritten."""
        from pipeline.circular.proof import proof, proof_json
        from pipeline.circular.rule import rule_sentence
        from pipeline.circular.typeset import typeset
        from pipeline.circular.wording import compose
        from pipeline.forms.findings_book import findings_book
        from pipeline.forms.returned import returned, units_to_return
        from pipeline.forms.summary import summary

        self.heard("成文")
        composed = compose(self.month, self.settings, self.wording, template_name=self.settings.circular.wording)
        circular, edits = _beside(f"{composed.document.title.translate(_FORBIDDEN)}.docx", kept)
        review, review_edits = _beside(REVIEW, kept)
        month = with_findings(self.month, (*composed.findings, *edits, *review_edits), self.settings)
        self.heard("排版")
        final = typeset(composed.document, self.settings.circular)
        files = {} if review_only else {circular: final}
        files[review] = typeset(composed.document, self.settings.circular, review=True)
        files[PROOF] = _json(proof_json(proof(final)))
        self.heard("表册")
        files[SUMMARY] = summary(month, rule_sentence(month, self.settings))
        files[FINDINGS] = findings_book(month)
        sent_back = {f"{RETURNED}/{unit}.xlsx": returned(month, unit) for unit in units_to_return(month)}
        outputs = Outputs(
            circular=None if review_only else circular,
            review=review,
            summary=SUMMARY,
            findings=FINDINGS,
            returned=tuple(sent_back),
            title=composed.document.title,
        )
        files |= sent_back
        files[REPORT] = dumps(report(month, outputs)).encode()
        return Papers(month, files, outputs)


def with_findings(month: Month, found: Iterable[Finding], settings: Settings) -> Month:
    """The month with further findings, weighed as the office has set."""
    return replace(month, findings=(*month.findings, *regraded(found, settings.severities)))


def _beside(name: str, kept: Sequence[str]) -> tuple[str, tuple[Finding, ...]]:
    """The name to write a document under: its own, or one beside it where a person has changed it."""
    if name not in kept:
        return name, ()
    path = PurePosixPath(name)
    beside = f"{path.stem}（新稿）{path.suffix}"
    return beside, (EDITED.at(name=name, beside=beside),)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
