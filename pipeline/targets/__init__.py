"""The notice is the schema (目标): notice → target sentences → register."""

from pipeline.targets.review import RULES
from pipeline.targets.sentences import Parsed, Quantity, parse_target, parse_task
from pipeline.targets.views import Role

__all__ = ["RULES", "Parsed", "Quantity", "Role", "parse_target", "parse_task"]
