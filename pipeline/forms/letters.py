"""What is written to a unit (去函): the office's own words, with what concerns the unit put in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.model import Month
from pipeline.settings import Office

if TYPE_CHECKING:
    from pipeline.formats.templates import Fact


def letter(name: str, wording: str, month: Month, unit: str, office: Office, facts: "Mapping[str, Fact]") -> str:
    """A letter as plain text: the template ``wording``, called ``name`` in messages, with these facts and usual ones.

    A :class:`PipelineError` tells the line of the template where a name is unknown or a tag is wrong.
    """
    from pipeline.formats.templates import render

    usual: dict[str, Fact] = {
        "单位": unit,
        "月份": month.period.words,
        "发文机关": office.name,
        "联系人": office.contact,
        "联系电话": office.telephone,
    }
    return render(wording, {**usual, **facts}, name=name, spaced=True).text.strip() + "\n"
