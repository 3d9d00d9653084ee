"""A review as text, for the database and between processes: JSON, never pickle."""

import json
from functools import cache

from pydantic import TypeAdapter

from reviewer.model.review import Review


def dump_review(review: Review) -> str:
    """Return a review as JSON in plain ASCII: a path that is not UTF-8 (surrogate escapes) survives it."""
    return json.dumps(_adapter().dump_python(review, mode="json"), separators=(",", ":"))


def parse_review(text: str) -> Review:
    """Return the review that `dump_review` wrote."""
    # Through json.loads: pydantic's own JSON reader refuses the lone surrogates of such paths.
    return _adapter().validate_python(json.loads(text))


@cache
def _adapter() -> TypeAdapter[Review]:
    return TypeAdapter(Review)
