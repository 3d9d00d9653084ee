"""One untrue statement put into a true message, by kind. What makes it untrue is read off the plain diff."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bench.claims.records import Record
from bench.claims.shown import Shown


class Kind(StrEnum):
    """What is untrue."""

    COMPONENT = "wrong component"
    PATH = "wrong path"
    ONLY_PATH = "wrong path, touches only"
    OPERATION = "wrong operation"
    TYPE = "wrong type"
    NUMBER = "wrong number"
    DOCS_ONLY = "docs only"
    NO_API = "no API change"
    TESTS = "adds tests"
    NAMED = "unimplemented, named"
    WORDED = "unimplemented, in words"


@dataclass(frozen=True, slots=True)
class Pool:
    """What a repository's other messages and files offer: components, paths, and titles of other pulls."""

    components: tuple[str, ...]
    paths: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A message with an untrue statement; `said` is that statement, word for word."""

    kind: Kind
    record: Record
    said: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a mutant is made of."""

    record: Record
    shown: Shown
    pool: Pool
    dice: random.Random


COMPONENT = re.compile(r"^(?P<head>(?:\w{2,10}\()|)(?P<scope>[a-z][\w./-]{1,30})(?P<tail>\)?!?:\s.*)$")
_TYPED = re.compile(
    r"^(?P<type>feat|fix|refactor|perf|docs?|tests?|style|chore|ci|build)(?P<rest>(?:\([^()]*\))?!?: .*)$"
)
_PATH = re.compile(
    r"(?<![\w/.@-])(?:[\w.-]+/)*[\w.-]+\.(?:py|go|rs|[cm]?[jt]sx?|java|kt|rb|php|[ch]|md|rst|json|ya?ml|toml)\b"
)
_NAME = re.compile(
    r"`([\w.:-]{3,60})(?:\(\))?`|\b(\w+_\w+|[a-z]+[A-Z]\w+|[A-Z][a-z]+[A-Z]\w+)\b|(?<!\w)(--[a-z][\w-]+)"
)
_OPERATION = re.compile(
    r"^(?P<head>(?:[\w()/.-]+: )?)(?P<verb>Add|Remove|Delete|Drop|Introduce|add|remove|delete|drop"
    r"|introduce)(?:s|ed|d)? (?P<what>\S.*)$"
)
_BUMP = re.compile(
    r"^(?P<head>.*\b(?:bump|update|upgrade|release)s?\b.*?\bto (?:version )?v?|.*\b(?:release"
    r"|version)s?:? v?)(?P<number>\d+(?:\.\d+)+)(?P<tail>.*)$",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"^(?:\w+(?:\([^()]*\))?!?: )?(?:add|adds|added|implement|introduce|support|allow)s? ", re.IGNORECASE
)

_SORTS = frozenset(
    [
        "feat",
        "fix",
        "refactor",
        "perf",
        "doc",
        "docs",
        "test",
        "tests",
        "style",
        "chore",
        "ci",
        "build",
        "deps",
        "dev",
        "release",
        "hotfix",
        "revert",
        "sponsor",
        "example",
        "examples",
        "changelog",
        "typo",
        "misc",
        "lint",
        "config",
        "website",
        "api",
        "core",
        "all",
    ]
)
"""Words that stand where a component does, and are none."""

_DOCS_WORDS = (
    "Docs only.",
    "Documentation only, no code changes.",
    "This PR only changes documentation.",
    "This is a docs-only change.",
    "Only comments and documentation are touched.",
    "Only updates the docs.",
    "Doc changes only.",
    "No code changes, just documentation.",
)
_API_WORDS = (
    "No API changes.",
    "There are no public API changes.",
    "The public API is unchanged.",
    "No changes to the public API.",
    "This does not change the public API.",
    "No public interface changes.",
    "API stays the same.",
)
_TEST_WORDS = (
    "Adds tests.",
    "Includes unit tests.",
    "Added test coverage for the new behaviour.",
    "This also adds regression tests.",
    "- [x] I have added tests that prove my fix is effective or that my feature works",
    "Tests added.",
    "Also added a unit test for this.",
    "With tests.",
)


def wrong_component(given: Given) -> tuple[str, str] | None:
    """Name another component where the title names one that the diff shows."""
    found = COMPONENT.match(given.record.title)
    if not found or _TYPED.match(f"{found['scope']}: x") or not given.shown.has(found["scope"].rpartition("/")[2]):
        return None
    other = _unseen(given, [name for name in given.pool.components if name not in _SORTS])
    return _retitled(f"{found['head']}{other}{found['tail']}") if other else None


def wrong_path(given: Given) -> tuple[str, str] | None:
    """Name another file of the repository where the title names one that changes."""
    for found in _PATH.finditer(given.record.title):
        ending = "." + found[0].rpartition(".")[2]
        if any(path.endswith(found[0]) for path in given.shown.paths):
            others = [path for path in given.pool.paths if path.endswith(ending)]
            names = others if "/" in found[0] else [path.rpartition("/")[2] for path in others]
            other = _unseen(given, names)
            if other:
                return _retitled(given.record.title.replace(found[0], other))
    return None


def only_another_path(given: Given) -> tuple[str, str] | None:
    """Say that only a folder is touched in which nothing changes."""
    folders = [path.rpartition("/")[0] for path in given.pool.paths if "/" in path]
    free = [folder for folder in folders if not any(path.startswith(f"{folder}/") for path in given.shown.paths)]
    if not free:
        return None
    folder = given.dice.choice(free)
    ways = (f"Only touches `{folder}/`.", f"This only changes files in {folder}/.", f"Only {folder}/ is affected.")
    return _appended(given.dice.choice(ways))


def wrong_operation(given: Given) -> tuple[str, str] | None:
    """Say removed for what is only added, and added for what is only removed."""
    found = _OPERATION.match(given.record.title)
    if not found:
        return None
    adds = found["verb"].lower() in {"add", "introduce"}
    right, wrong = (given.shown.added, given.shown.removed) if adds else (given.shown.removed, given.shown.added)
    what = " ".join(found["what"].split()[:3])
    name = next((next(filter(None, match.groups())) for match in _NAME.finditer(what)), "")
    last = re.split(r"[.:]", name)[-1]
    is_there = last and any(last in line for _, line in right) and not any(last in line for _, line in wrong)
    if not is_there and (not right or any(line.strip() for _, line in wrong)):
        return None
    verb = ("remove" if adds else "add") + ("s" if re.match(r"\w+s ", found["verb"] + " ") else "")
    return _retitled(f"{found['head']}{verb.capitalize() if found['verb'][0].isupper() else verb} {found['what']}")


def wrong_type(given: Given) -> tuple[str, str] | None:
    """Give a change of code the type of documents, tests, CI or style, and one of documents or tests a feature's."""
    found = _TYPED.match(given.record.title)
    if not found:
        return None
    kind = found["type"].rstrip("s")
    if given.shown.changes_code and kind in {"feat", "fix", "perf"}:
        others = ("docs", "ci") if given.shown.has_tests else ("docs", "test", "ci")
    elif given.shown.is_of_documents and kind == "doc":
        others = ("feat", "perf", "test", "refactor")
    elif given.shown.is_of_tests and kind == "test":
        others = ("feat", "docs", "perf")
    else:
        return None
    return _retitled(given.dice.choice(others) + found["rest"])


def wrong_number(given: Given) -> tuple[str, str] | None:
    """State another version than the one that the diff brings."""
    found = _BUMP.match(given.record.title)
    if not found or not any(found["number"] in line for _, line in given.shown.added):
        return None
    parts = found["number"].split(".")
    at = given.dice.randrange(len(parts))
    parts[at] = str(int(parts[at]) + given.dice.randint(1, 4))
    other = ".".join(parts)
    return None if given.shown.has(other) else _retitled(f"{found['head']}{other}{found['tail']}")


def docs_only(given: Given) -> tuple[str, str] | None:
    """Call a change of code one of documents."""
    return _appended(given.dice.choice(_DOCS_WORDS)) if given.shown.changes_code else None


def no_api_change(given: Given) -> tuple[str, str] | None:
    """Say that no API changes where a public function's declaration does."""
    return _appended(given.dice.choice(_API_WORDS)) if given.shown.broken() else None


def adds_tests(given: Given) -> tuple[str, str] | None:
    """Say that tests come where nothing of a test changes."""
    is_free = not given.shown.has_tests and given.shown.changes_code
    return _appended(given.dice.choice(_TEST_WORDS)) if is_free else None


def unimplemented_named(given: Given) -> tuple[str, str] | None:
    """State what another pull added, by a name that this diff does not show."""
    titles = list(given.pool.titles)
    given.dice.shuffle(titles)
    for title in titles:
        names = [next(filter(None, match.groups())) for match in _NAME.finditer(title)]
        if names and _ADDS.match(title) and not any(given.shown.has(re.split(r"[.:]", name)[-1]) for name in names):
            return _appended(f"- {_plain(title)}")
    return None


def unimplemented_worded(given: Given) -> tuple[str, str] | None:
    """State what another pull added, in words none of which this diff shows."""
    titles = list(given.pool.titles)
    given.dice.shuffle(titles)
    for title in titles:
        words = [word for word in re.findall(r"[A-Za-z]{4,}", _ADDS.sub("", title)) if word.lower() not in _LITTLE]
        is_plain = _ADDS.match(title) and not _NAME.search(title) and len(words) >= 2
        if is_plain and not any(given.shown.has(word[:5]) for word in words):
            return _appended(f"- {_plain(title)}")
    return None


_LITTLE = frozenset(
    ("with", "from", "that", "this", "when", "into", "more", "some", "only", "also", "support", "using")
)

MAKERS: dict[Kind, Callable[[Given], tuple[str, str] | None]] = {
    Kind.COMPONENT: wrong_component,
    Kind.PATH: wrong_path,
    Kind.ONLY_PATH: only_another_path,
    Kind.OPERATION: wrong_operation,
    Kind.TYPE: wrong_type,
    Kind.NUMBER: wrong_number,
    Kind.DOCS_ONLY: docs_only,
    Kind.NO_API: no_api_change,
    Kind.TESTS: adds_tests,
    Kind.NAMED: unimplemented_named,
    Kind.WORDED: unimplemented_worded,
}

HINTS: dict[Kind, re.Pattern[str]] = {
    Kind.COMPONENT: COMPONENT,
    Kind.PATH: _PATH,
    Kind.OPERATION: _OPERATION,
    Kind.TYPE: _TYPED,
    Kind.NUMBER: _BUMP,
}
"""What a title must look like for the kinds that alter it; the others fit any."""


def mutant(kind: Kind, given: Given) -> Mutant | None:
    """Return the pull with one untrue statement of a kind, None where the diff does not make it untrue."""
    made = MAKERS[kind](given)
    if made is None:
        return None
    place, said = made
    record = given.record
    if place == "title":
        return Mutant(kind, replace(record, title=said), said)
    body = f"{record.body}\n\n{said}" if given.dice.random() < 0.5 else f"{said}\n\n{record.body}"
    return Mutant(kind, replace(record, body=body), re.sub(r"^- (?:\[x\] )?", "", said))


def _retitled(title: str) -> tuple[str, str]:
    return "title", title


def _appended(sentence: str) -> tuple[str, str]:
    return "body", sentence


def _plain(title: str) -> str:
    """Return a title as a sentence of a list, without its type."""
    rest = re.sub(r"^\w+(?:\([^()]*\))?!?: ", "", title)
    return rest[:1].upper() + rest[1:]


def _unseen(given: Given, names: Sequence[str]) -> str:
    """Return one of some names of which the diff shows no part."""
    free = [name for name in names if not any(given.shown.has(part) for part in re.findall(r"[A-Za-z]{2,}", name))]
    if not free:
        free = [name for name in names if not given.shown.has(name.rpartition("/")[2].partition(".")[0])]
    return given.dice.choice(free) if free else ""
