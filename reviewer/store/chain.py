"""The chain of the audit: each row holds the digest of the row before it, so that none is changed or lost unseen.

A row's `record` is what was done, without a word that is a person's own: those are its `payload`, and who did it stands
in a row of its own. The record holds salted digests of both, so that either can be erased and the chain still holds. No
salt is kept of what was erased: without it the digest tells nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

FIRST = "0" * 64
"""What stands for the row before the first."""

_COLUMNS = ("repository", "pull", "cause", "person")

Record = Mapping[str, str | int | float | None]


@dataclass(frozen=True, slots=True)
class Link:
    """A row as it is kept. `payload` and its `salt` are None once erased; `account` is, once the person is.

    Repository, pull, cause and person stand in columns too, for looking rows up: they must be what the record says. The
    login is not proved: it is the newest that the account was known by.
    """

    repository: int
    pull: int
    cause: str
    person: str
    sequence: int
    record: str
    digest: str
    payload: str | None
    salt: str | None
    account: int | None = None
    login: str | None = None
    person_salt: str | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and what was found there."""

    sequence: int
    found: str


def text_of(values: Record) -> str:
    """Return values as one line of JSON, the same for the same values."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


def link_digest(before: str, record: str) -> str:
    """Return the digest of a row: SHA-256 of the digest before it, a line feed, and its record."""
    return sha256(f"{before}\n{record}".encode()).hexdigest()


def salted_digest(salt: str, text: str) -> str:
    """Return what a record holds of a text that can be erased: SHA-256 of its salt, a line feed, and the text."""
    return sha256(f"{salt}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def breaks(links: Iterable[Link]) -> Iterator[Break]:
    """Yield where a repository's chain does not hold; `links` are all its rows, by their sequence."""
    before, expected = FIRST, 1
    for link in links:
        if link.sequence != expected:
            missing = link.sequence - expected
            yield Break(expected, f"{missing} {'row is' if missing == 1 else 'rows are'} missing before it")
        elif link_digest(before, link.record) != link.digest:
            yield Break(link.sequence, "its record was changed, or the row before it was")
        yield from _own_breaks(link)
        before, expected = link.digest, link.sequence + 1


def _own_breaks(link: Link) -> Iterator[Break]:
    try:
        record = json.loads(link.record)
        told = (record["sequence"], record["payload"], record["person"])
        places = tuple(record[name] for name in _COLUMNS)
    except (ValueError, KeyError, TypeError):
        yield Break(link.sequence, "its record cannot be read")
        return
    if told[0] != link.sequence:
        yield Break(link.sequence, "its number was changed")
    if places != tuple(getattr(link, name) for name in _COLUMNS):
        yield Break(link.sequence, "it was put in another place")
    if link.payload is not None and salted_digest(link.salt or "", link.payload) != told[1]:
        yield Break(link.sequence, "its words were changed")
    if link.account is not None and salted_digest(link.person_salt or "", str(link.account)) != told[2]:
        yield Break(link.sequence, "it was given to somebody else")
