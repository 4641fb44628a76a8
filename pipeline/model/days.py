"""By when the units are asked to act (期限): counted in working days from the circular's date.

A unit has three working days to send what is missing or wrong and ten to report measures. While the circular has no
date, the fifth working day after the month's end stands in for it.
"""

from datetime import date

from pipeline.model.judged import Month
from pipeline.period import working_day

SEND_WITHIN = 3
MEASURES_WITHIN = 10
USUALLY_ISSUED = 5


def issued(month: Month) -> date:
    """The circular's date (成文日期), or the day that stands in for it."""
    return month.issue.dated or working_day(month.period.last_day, USUALLY_ISSUED, month.register.holidays)


def answer_by(month: Month, working_days: int) -> date:
    """The working day that comes so many working days after the circular's date."""
    return working_day(issued(month), working_days, month.register.holidays)
