"""The nouns (名词) that the stages hand to one another.

Frozen dataclasses; collections are tuples; figures are ``Decimal``; a missing figure is ``None`` and means "not
reported", never 0. Every figure of an indicator is in the indicator's own ``measure``, as the notice published it.
"""

from pipeline.model.judged import (
    Amendment as Amendment,
)
from pipeline.model.judged import (
    Assessment as Assessment,
)
from pipeline.model.judged import (
    Carried as Carried,
)
from pipeline.model.judged import (
    Month as Month,
)
from pipeline.model.judged import (
    Past as Past,
)
from pipeline.model.judged import (
    UnitReport as UnitReport,
)
from pipeline.model.judged import (
    Verdict as Verdict,
)
from pipeline.model.judged import (
    status_words as status_words,
)
from pipeline.model.judged import (
    tally as tally,
)
from pipeline.model.received import (
    Correction as Correction,
)
from pipeline.model.received import (
    Entry as Entry,
)
from pipeline.model.received import (
    Inspection as Inspection,
)
from pipeline.model.received import (
    Issue as Issue,
)
from pipeline.model.received import (
    MonthFacts as MonthFacts,
)
from pipeline.model.received import (
    Receipt as Receipt,
)
from pipeline.model.received import (
    Submission as Submission,
)
from pipeline.model.targets import (
    Adjustment as Adjustment,
)
from pipeline.model.targets import (
    Indicator as Indicator,
)
from pipeline.model.targets import (
    Notice as Notice,
)
from pipeline.model.targets import (
    Project as Project,
)
from pipeline.model.targets import (
    Register as Register,
)
from pipeline.model.targets import (
    Task as Task,
)
from pipeline.model.targets import (
    Unit as Unit,
)
from pipeline.model.words import (
    TOLD as TOLD,
)
from pipeline.model.words import (
    TOLD_WORDS as TOLD_WORDS,
)
from pipeline.model.words import (
    Bound as Bound,
)
from pipeline.model.words import (
    Evidence as Evidence,
)
from pipeline.model.words import (
    FileState as FileState,
)
from pipeline.model.words import (
    Kind as Kind,
)
from pipeline.model.words import (
    Origin as Origin,
)
from pipeline.model.words import (
    Reason as Reason,
)
from pipeline.model.words import (
    Rhythm as Rhythm,
)
from pipeline.model.words import (
    State as State,
)
from pipeline.model.words import (
    Status as Status,
)
from pipeline.quantities import Comparator as Comparator
