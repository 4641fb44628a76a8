"""What words say of a milestone."""

import pytest

from pipeline.intake.states import read_state, read_state_in_prose
from pipeline.model import State


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("已完成", State.DONE),
        ("完成", State.DONE),
        ("已投用", State.DONE),
        ("已全部完成。", State.DONE),
        ("100%", State.DONE),
        ("基本完成", State.IN_PROGRESS),
        ("推进中", State.IN_PROGRESS),
        ("正常推进", State.IN_PROGRESS),
        ("已完成方案设计", State.IN_PROGRESS),
        ("预计6月完成", State.IN_PROGRESS),
        ("60%", State.IN_PROGRESS),
        ("未完成", State.IN_PROGRESS),
        ("是", State.IN_PROGRESS),
        ("未启动", State.NOT_STARTED),
        ("尚未开工", State.NOT_STARTED),
        ("", None),
    ],
)
def test_words_of_a_status_cell(text: str, state: State | None) -> None:
    """Done is said of the thing itself; 基本完成 is not done."""
    assert read_state(text) is state


@pytest.mark.parametrize(
    ("text", "name", "named", "state"),
    [
        ("截至5月底，兴龙湖小学周边有机更新项目已完成。", "完成兴龙湖小学周边有机更新项目", True, State.DONE),
        ("云谷幼儿园已完成招标，兴龙湖小学正在实施。", "完成兴龙湖小学周边有机更新项目", True, State.IN_PROGRESS),
        ("已全部完成。", "实施老城区路面整治", False, State.DONE),
        ("已全部完成。", "投用湖山1号幼儿园", True, State.IN_PROGRESS),
        ("计划8月底前完成。", "实施老城区路面整治", False, State.IN_PROGRESS),
        ("方案设计已完成，正在招标。", "建设救治中心", False, State.IN_PROGRESS),
        ("尚未启动。", "建设救治中心", False, State.NOT_STARTED),
        ("尚未完成。", "建设救治中心", False, State.IN_PROGRESS),
        ("方案编制，已完成。", "建设救治中心", False, State.IN_PROGRESS),
        ("前期手续已办。已完成。", "建设救治中心", False, State.IN_PROGRESS),
        ("已完成，二期未完工。", "建设救治中心", False, State.IN_PROGRESS),
        ("截至5月底，已完成。", "建设救治中心", False, State.DONE),
        ("1.救治中心已建成投用；2.其他事项正在推进。", "建设救治中心", True, State.DONE),
        ("实施有机更新，完成兴龙湖小学周边有机更新项目。", "兴龙湖小学周边有机更新项目", True, State.IN_PROGRESS),
        ("建设渝馨家园，实现全覆盖。", "镇（街道）渝馨家园全覆盖", False, State.IN_PROGRESS),
        ("已完成兴龙湖小学周边有机更新项目。", "兴龙湖小学周边有机更新项目", True, State.DONE),
        ("", "建设救治中心", False, None),
    ],
)
def test_words_of_prose(text: str, name: str, named: bool, state: State | None) -> None:
    """A clause about something else, or about a plan, does not complete a milestone."""
    assert read_state_in_prose(text, name, named=named) is state
