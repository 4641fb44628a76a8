"""The notice is the schema (目标): notice → target sentences → register.

The grammar of target sentences is loaded when it is first asked for: a month reads the register and never needs it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.targets.review import RULES as RULES
    from pipeline.targets.sentences import Parsed as Parsed
    from pipeline.targets.sentences import Quantity as Quantity
    from pipeline.targets.sentences import parse_target as parse_target
    from pipeline.targets.sentences import parse_task as parse_task
    from pipeline.targets.views import Role as Role

__all__ = ["RULES", "Parsed", "Quantity", "Role", "parse_target", "parse_task"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = {"RULES": "review", "Role": "views"}.get(name, "sentences")
    return getattr(import_module(f"{__name__}.{room}"), name)
