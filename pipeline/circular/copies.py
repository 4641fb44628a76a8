"""The final copy (清稿): what a span and a cell become on paper. The review copy makes more of them."""

from collections.abc import Sequence

from pipeline.circular.markup import Face, run
from pipeline.document import Evidence, Paragraph, Span


class FinalCopy:
    """Text alone: no comments, no marks, one run where one face goes on."""

    def spans(self, spans: Sequence[Span], face: Face, _doubtful: bool = False, /) -> str:
        """The runs of spans that stand next to each other in one face."""
        return run("".join(span.text for span in spans), face)

    def noted(self, markup: str, _evidence: Evidence | None, /) -> str:
        """Runs or paragraphs that share one evidence, such as a row's."""
        return markup

    def headed(self, runs: str, _remarks: Sequence[str], /) -> str:
        """The title's runs, where what is open about the whole document is told."""
        return runs

    def last_pages(self, _changes: Sequence[Paragraph], /) -> Sequence[Paragraph]:
        """What stands behind the document on pages of its own: nothing."""
        return ()

    @property
    def comments(self) -> Sequence[str]:
        """The comments as markup, in order of their numbers."""
        return ()
