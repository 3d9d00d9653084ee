"""Operational facts: what an operator must know before this change runs, read out of the code, not out of prose."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.ids import Fingerprint
from reviewer.model.lines import Anchor

ADDED = "added"
"""How the detail of a fact about a new dependency begins."""

ARROW = " → "
"""What stands between the old and the new version in the detail of a dependency that changes."""


class FactKind(StrEnum):
    """What sort of thing the operator meets."""

    ENVIRONMENT_VARIABLE = "environment variable"
    MIGRATION = "migration"
    ENDPOINT = "endpoint"
    DEPENDENCY = "dependency"
    CI = "CI"
    PERMISSION = "permission"
    INFRASTRUCTURE = "infrastructure"
    FEATURE_FLAG = "feature flag"


@dataclass(frozen=True, slots=True)
class Fact:
    """`subject` is the thing as the code names it ("PAY_TIMEOUT"), `detail` a few words on what happens to it."""

    kind: FactKind
    subject: str
    detail: str
    anchor: Anchor
    unit: Fingerprint
