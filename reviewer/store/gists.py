"""The small values that the queue is read from, as ASCII JSON: any text of a pull survives any database."""

import json
from functools import cache

from pydantic import TypeAdapter

from reviewer.model.pulls import Listing
from reviewer.model.waits import Gist


def dump_gist(gist: Gist) -> str:
    """Return the gist of a review as JSON."""
    return json.dumps(_gists().dump_python(gist, mode="json"), separators=(",", ":"))


def parse_gist(text: str) -> Gist:
    """Return the gist that `dump_gist` wrote."""
    return _gists().validate_python(json.loads(text))


def dump_listing(listing: Listing) -> str:
    """Return how a pull is listed as JSON."""
    return json.dumps(_listings().dump_python(listing, mode="json"), separators=(",", ":"))


def parse_listing(text: str) -> Listing:
    """Return what `dump_listing` wrote."""
    return _listings().validate_python(json.loads(text))


@cache
def _gists() -> TypeAdapter[Gist]:
    return TypeAdapter(Gist)


@cache
def _listings() -> TypeAdapter[Listing]:
    return TypeAdapter(Listing)
