"""The scale of a chart of progress (标尺): what its bars are called and how far its axis goes."""

from decimal import ROUND_CEILING, Decimal

from pipeline.document import Bar

DONE, PACE = "完成率", "序时进度"
_STEP = 20
_FINEST_TO = 200


def label(bar: Bar) -> str:
    """What a bar stands for, with what is said beside or instead of its figure: 农村户厕改造（未报送）."""
    return bar.label + (f"（{bar.remark}）" if bar.remark else "")


def axis_end(most: Decimal) -> int:
    """Where the axis ends: at 100%, or at the first mark that the highest figure does not pass."""
    return max(100, int((most / _STEP).to_integral_value(ROUND_CEILING)) * _STEP)


def axis_step(end: int) -> int:
    """From mark to mark: 20%; more on an axis that goes on for an outlier."""
    return _STEP if end <= _FINEST_TO else end // 5 // _STEP * _STEP
