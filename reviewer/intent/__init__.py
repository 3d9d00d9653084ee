"""What the change says it is for, and whether the code bears it out, with no model."""

from reviewer.intent.check import check_intent

__all__ = ["check_intent"]
