"""A wording as its author sees it: the file's name, its lines, and how a place in it is told."""

from dataclasses import dataclass

from pipeline.findings import Finding, PipelineError

LONGEST = 200_000
"""A template of more characters is none that a person has written."""

_FIRST_WORDS, _REPEATED = 30, 100


@dataclass(frozen=True, slots=True)
class Writing:
    """A template: the file's name and its text.

    Of a Word manuscript ``paragraphs`` holds the paragraph that each line stands in, counted from 1 as a reader counts
    them (empty ones do not count); ``findings`` is what of the file could not be honoured when it was read.
    """

    name: str
    source: str
    paragraphs: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()

    def place(self, line: int) -> str:
        """Where a line stands, ``第 3 行`` or ``第 3 段``; empty where it is none of the lines."""
        if not 0 < line <= self.source.count("\n") + 1:
            return ""
        if line <= len(self.paragraphs):
            return f"第 {self.paragraphs[line - 1]} 段"
        return f"第 {line} 行"

    def line(self, line: int) -> str:
        """The text of a line, trimmed; empty where there is no such line."""
        lines = self.source.split("\n")
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""

    def first_words(self, line: int) -> str:
        """How a person finds the line again."""
        return _cut(self.line(line), _FIRST_WORDS)

    def fault(self, line: int, reason: str) -> PipelineError:
        """An error that tells the place and repeats what stands there; line 0 where none can be told."""
        place = self.place(line)
        if not place:
            return PipelineError(f"模板 {self.name}：{reason}。")
        return PipelineError(
            f"模板 {self.name} {place}：{reason}。这一{place[-1]}是：{_cut(self.line(line), _REPEATED)}"
        )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}……"


@dataclass(frozen=True, slots=True)
class Literal:
    """A piece of text that the template itself writes, and its line."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template, in a clerk's words, and in which line."""

    line: int
    reason: str
