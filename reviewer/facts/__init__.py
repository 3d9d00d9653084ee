"""Operational facts, read out of the changed lines of code: what an operator must know before the change runs."""

from reviewer.facts.read import read_facts

__all__ = ["read_facts"]
