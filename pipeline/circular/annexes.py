"""The annexes (附件): the table of progress, the chart, the list of what lags, who reported when."""

from collections.abc import Callable, Iterator

from pipeline.circular.annex_chart import chart_note, progress_chart
from pipeline.circular.annex_lagging import lagging_table
from pipeline.circular.annex_notes import notes
from pipeline.circular.annex_progress import progress_table
from pipeline.circular.annex_reporting import reporting_note, reporting_table
from pipeline.circular.annex_wide import wide_table
from pipeline.circular.demands import is_too_early
from pipeline.circular.items import items, lagging
from pipeline.circular.names import LAGGING_TITLE, REPORTING_TITLE, chart_title, progress_title
from pipeline.document import Annex, Block
from pipeline.model import Month
from pipeline.settings import Settings


def annexes(month: Month, settings: Settings) -> tuple[Annex, ...]:
    """The annexes of the month, numbered; a single one has no number.

    The chart stands where the office wants one, the list of laggards where any lag, and who reported where the office
    names those who did not.
    """
    found = tuple(_annexes(month, settings))
    numbers = range(1, len(found) + 1) if len(found) > 1 else (None,)
    return tuple(
        Annex(number, title, blocks(), wide) for number, (title, blocks, wide) in zip(numbers, found, strict=True)
    )


def titles(month: Month, settings: Settings) -> tuple[str, ...]:
    """The titles alone, in the same order: no table is made for them."""
    return tuple(title for title, _, _ in _annexes(month, settings))


def _annexes(month: Month, settings: Settings) -> Iterator[tuple[str, Callable[[], tuple[Block, ...]], bool]]:
    """Each annex's title, how its blocks are made, and whether it lies across the page."""
    everything, wide = items(month, settings), settings.circular.annex == "wide"
    table = wide_table if wide else progress_table
    yield progress_title(month, settings), lambda: (table(month, everything), *notes(month, settings, everything)), wide
    if settings.circular.chart != "none":
        title = chart_title(month, settings)
        if chart := progress_chart(title, everything):
            yield title, lambda: (chart, chart_note()), False
    if behind := lagging(everything):
        yield LAGGING_TITLE, lambda: (lagging_table(behind),), False
    if _names_who_reported(month, settings):
        note = reporting_note(month)
        yield REPORTING_TITLE, lambda: (reporting_table(month), *((note,) if note else ())), False


def _names_who_reported(month: Month, settings: Settings) -> bool:
    """Not before anything is due, when nobody can be asked for it."""
    wanted = settings.circular.reporting_annex and settings.circular.name_missing
    return wanted and bool(month.units) and not is_too_early(month)
