"""The notice is the schema (目标): notice → target sentences → register."""

from pipeline.targets.roles import Role
from pipeline.targets.sentences import Parsed, Quantity, parse_target, parse_task

__all__ = ["Parsed", "Quantity", "Role", "parse_target", "parse_task"]
