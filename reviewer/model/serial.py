"""A review as text, for the database and between processes: JSON, never pickle."""

import json
from functools import cache

from pydantic import TypeAdapter

from reviewer.model.review import Review
from reviewer.model.units import PullDiff


def dump_review(review: Review) -> str:
    """Return a review as JSON in plain ASCII: a path that is not UTF-8 (surrogate escapes) survives it."""
    return json.dumps(_adapter().dump_python(review, mode="json"), separators=(",", ":"))


def parse_review(text: str) -> Review:
    """Return the review that `dump_review` wrote."""
    # Through json.loads: pydantic's own JSON reader refuses the lone surrogates of such paths.
    return _adapter().validate_python(json.loads(text))


def dump_diff(diff: PullDiff) -> str:
    """Return the units of a pull as JSON, as `dump_review` writes them."""
    return json.dumps(_diff_adapter().dump_python(diff, mode="json"), separators=(",", ":"))


def parse_diff(text: str) -> PullDiff:
    """Return the units that `dump_diff` wrote."""
    return _diff_adapter().validate_python(json.loads(text))


@cache
def _adapter() -> TypeAdapter[Review]:
    return TypeAdapter(Review)


@cache
def _diff_adapter() -> TypeAdapter[PullDiff]:
    return TypeAdapter(PullDiff)
