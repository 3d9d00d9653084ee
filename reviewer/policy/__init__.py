"""The repository's own wishes, strictly parsed, and the conclusion they lead to."""

from reviewer.policy.conclude import conclude
from reviewer.policy.parse import parse_policy

__all__ = ["conclude", "parse_policy"]
