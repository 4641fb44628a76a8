"""The papers of a month (成文): the month → the bytes of every file that goes into its folder.

Everything is computed before anything is written.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Rule, Severity, regraded
from pipeline.model import Month
from pipeline.report import Outputs, dumps, report
from pipeline.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

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
_FINAL = ""
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

    ``is_theirs`` tells of a name whether a file stands there that a person has changed: it is never overwritten.
    ``executor`` makes the papers side by side; without one they are made in turn.
    """

    month: Month
    settings: Settings
    wording: str
    parts: Mapping[str, str]
    is_theirs: Callable[[str], bool]
    heard: Callable[[str], None]
    executor: "Executor | None" = None

    def papers(self, review_only: bool) -> Papers:
        """All papers, without the final circular where only the review is wanted."""
        from pipeline.circular.proof import proof, proof_json
        from pipeline.circular.typeset import typeset
        from pipeline.circular.wording import compose, rule_sentence
        from pipeline.forms.findings_book import findings_book
        from pipeline.forms.returned import returned, units_to_return
        from pipeline.forms.summary import summary

        self.heard("成文")
        circular = self.settings.circular
        composed = compose(self.month, self.settings, self.wording, template_name=circular.wording, parts=self.parts)
        document = composed.document
        units = units_to_return(self.month)
        names = self._names(document.title, [f"{RETURNED}/{unit}.xlsx" for unit in units])
        edits = [EDITED.at(name=name, beside=beside) for name, beside in names.items() if name != beside]
        month = with_findings(self.month, (*composed.findings, *edits), self.settings)
        outputs = Outputs(
            circular=None if review_only else names[_circular(document.title)],
            review=names[REVIEW],
            summary=names[SUMMARY],
            findings=names[FINDINGS],
            returned=tuple(names[f"{RETURNED}/{unit}.xlsx"] for unit in units),
            title=document.title,
        )
        self.heard("排版和表册")
        jobs: dict[str, Callable[[], bytes]] = {
            _FINAL: partial(typeset, document, circular),
            names[REVIEW]: partial(typeset, document, circular, review=True),
            names[SUMMARY]: partial(summary, month, rule_sentence(month, self.settings)),
            names[FINDINGS]: partial(findings_book, month),
            **{name: partial(returned, month, unit) for name, unit in zip(outputs.returned, units, strict=True)},
        }
        files = dict(zip(jobs, (self.executor.map if self.executor else map)(_made, jobs.values()), strict=True))
        final = files.pop(_FINAL)
        if outputs.circular:
            files[outputs.circular] = final
        files[PROOF] = _json(proof_json(proof(final, circular)))
        files[REPORT] = dumps(report(month, outputs)).encode()
        return Papers(month, files, outputs)

    def _names(self, title: str, returns: Sequence[str]) -> dict[str, str]:
        """The name that each paper for people is written under: its own, or one beside a file that is theirs."""
        return {name: self._free(name) for name in (_circular(title), REVIEW, SUMMARY, FINDINGS, *returns)}

    def _free(self, name: str) -> str:
        path = PurePosixPath(name)
        tries = (f"{path.stem}（新稿{number if number > 1 else ''}）{path.suffix}" for number in count(1))
        candidates = (str(path.with_name(each)) for each in tries)
        return next(each for each in chain((name,), candidates) if not self.is_theirs(each))


def _made(job: Callable[[], bytes]) -> bytes:
    return job()


def _circular(title: str) -> str:
    """The circular's file is named by its title."""
    return f"{title.translate(_FORBIDDEN)}.docx"


def with_findings(month: Month, found: Iterable[Finding], settings: Settings) -> Month:
    """The month with further findings, weighed as the office has set."""
    return replace(month, findings=(*month.findings, *regraded(found, settings.severities)))


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
