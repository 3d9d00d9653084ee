"""The reading order inside one pull: lanes, groups, ids, minutes."""

from reviewer.triage.plan import plan_reading

__all__ = ["plan_reading"]
