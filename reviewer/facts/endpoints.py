"""HTTP endpoints that the code begins or ceases to offer, by the route patterns of well-known frameworks."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Side
from reviewer.model.texts import Change, Line

_VERBS = "get|post|put|patch|delete|head|options"
_PATH = r"""["'`](?P<path>/[^"'`\s]{0,200})["'`]"""
_ANY_PATH = r"""["'`](?P<path>[^"'`\s]{0,200})["'`]"""


def _patterns(*expressions: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expression) for expression in expressions)


_PYTHON = _patterns(
    rf"^\s*@[\w.]{{1,60}}\.(?P<verb>{_VERBS}|route|websocket)\(\s*{_PATH}",
    rf"\.add_(?:api_)?(?:url_rule|route)\(\s*{_PATH}",
)
_DJANGO = _patterns(rf"""^\s*(?:re_)?path\(\s*r?{_ANY_PATH}\s*,""")
_SCRIPT = _patterns(
    rf"\b(?:app|router|server|api|fastify|\w{{0,40}}[rR]outer)\.(?P<verb>{_VERBS}|all)\(\s*{_PATH}",
    r"^\s*@(?P<verb>Get|Post|Put|Patch|Delete)\(\s*(?:" + _ANY_PATH + r")?\s*\)",
)
_JVM = _patterns(
    rf"@(?P<verb>Get|Post|Put|Patch|Delete)Mapping\(\s*(?:(?:value|path)\s*=\s*)?\{{?\s*{_ANY_PATH}",
    rf"@RequestMapping\(\s*(?:(?:value|path)\s*=\s*)?\{{?\s*{_ANY_PATH}",
    rf"^\s*@Path\(\s*{_ANY_PATH}\s*\)",
)
_GO = _patterns(
    rf"\.(?P<verb>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Get|Post|Put|Patch|Delete|Head|Options)\(\s*{_PATH}\s*,",
    r"""\.Handle(?:Func)?\(\s*["`](?:(?P<verb>[A-Z]{3,7}) )?(?P<path>/[^"`\s]{0,200})["`]""",
)
_RAILS = _patterns(
    rf"^\s*(?P<verb>{_VERBS})\s*\(?\s*{_ANY_PATH}", r"^\s*(?P<verb>resources?)\s*\(?\s*:(?P<path>\w{1,80})"
)
_LARAVEL = _patterns(rf"\bRoute::(?P<verb>{_VERBS}|any|resource|apiResource)\(\s*{_ANY_PATH}")
_SYMFONY = _patterns(rf"#\[Route\(\s*(?:path:\s*)?{_ANY_PATH}")
_DOTNET = _patterns(
    r'\[Http(?P<verb>Get|Post|Put|Patch|Delete)\(\s*"(?P<path>[^"\s]{0,200})"',
    r'\[Route\(\s*"(?P<path>[^"\s]{0,200})"',
    rf"\.Map(?P<verb>Get|Post|Put|Patch|Delete)\(\s*{_PATH}",
)
_RUST = _patterns(rf"^\s*#\[(?P<verb>{_VERBS})\(\s*{_PATH}", rf"\.route\(\s*{_PATH}\s*,")
_BY_SUFFIX = {
    ".py": _PYTHON,
    **dict.fromkeys((".js", ".mjs", ".cjs", ".ts", ".mts"), _SCRIPT),
    **dict.fromkeys((".java", ".kt", ".scala"), _JVM),
    ".go": _GO,
    ".php": _LARAVEL + _SYMFONY,
    ".cs": _DOTNET,
    ".rs": _RUST,
}


class _Route(NamedTuple):
    verb: str
    path: str

    @property
    def subject(self) -> str:
        return f"{self.verb} {self.path}".strip()


def read_endpoints(change: Change) -> Iterator[Fact]:
    """Yield a fact for each route that appears on one side of the changed lines only; a moved route says nothing."""
    after = _routes(change, Side.AFTER)
    before = _routes(change, Side.BEFORE)
    yield from (_fact(route, "added", line) for route, line in after if route not in _of(before))
    yield from (_fact(route, "removed", line) for route, line in before if route not in _of(after))


def _routes(change: Change, side: Side) -> list[tuple[_Route, Line]]:
    lines = (line for line in change.changed(side) if not line.unit.is_test)
    return [(route, line) for line in lines for route in _routes_of(line)]


def _of(found: list[tuple[_Route, Line]]) -> set[_Route]:
    return {route for route, _ in found}


def _routes_of(line: Line) -> Iterator[_Route]:
    for pattern in _patterns_for(line.anchor.path):
        found = pattern.search(line.code)
        if found and _begins_in_code(found, line.bare):
            groups = found.groupdict()
            yield _Route(_verb(groups.get("verb") or ""), groups.get("path") or "/")


@lru_cache(maxsize=64)
def _patterns_for(text: str) -> tuple[re.Pattern[str], ...]:
    path = PurePosixPath(text)
    if path.name == "urls.py":
        return _DJANGO + _PYTHON
    if path.suffix == ".rb":
        return _RAILS if "config" in path.parts and "routes" in text else ()
    return _BY_SUFFIX.get(path.suffix, ())


def _begins_in_code(found: re.Match[str], bare: str) -> bool:
    first = found.start() + len(found[0]) - len(found[0].lstrip())
    return not bare[first].isspace()


def _verb(word: str) -> str:
    return "" if word in {"route", "all", "any"} else word.upper()


def _fact(route: _Route, detail: str, line: Line) -> Fact:
    return Fact(FactKind.ENDPOINT, route.subject, detail, line.anchor, line.unit.fingerprint)
