"""Pages of a list, with GitHub's Link header.

https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
"""

from collections.abc import Mapping
from typing import cast
from urllib.parse import urlencode

from reviewer.sandbox.rest.call import Problem, Reply
from reviewer.sandbox.rest.routes import Operation

_MOST = 100
_USUAL = 30


def page(operation: Operation, reply: Reply, query: Mapping[str, str], address: str) -> Reply:
    """Return one page of a reply that holds a list; any other reply stays as it is."""
    if not isinstance(reply.body, list):
        return reply
    items = cast("list[dict[str, object]]", reply.body)
    # GitHub takes a per_page over 100 as 100, and one that is no number as 30.
    size = min(_MOST, _number(query, "per_page", _USUAL))
    if operation.by_cursor:
        return _by_cursor(items, query, size, address)
    number = _number(query, "page", 1)
    shown = items[(number - 1) * size : number * size]
    last = max(1, -(-len(items) // size))
    others: list[tuple[str, str]] = []
    if number > 1:
        others += [("prev", str(min(number - 1, last))), ("first", "1")]
    if number < last:
        others += [("next", str(number + 1)), ("last", str(last))]
    links = [_link(address, {**query, "page": other}, relation) for relation, other in others]
    body: object = {"total_count": len(items), operation.wrap: shown} if operation.wrap else shown
    return Reply(body, reply.status, _header(links))


def _by_cursor(items: list[dict[str, object]], query: Mapping[str, str], size: int, address: str) -> Reply:
    """Page through deliveries: a cursor is the id of the last one shown, behind a letter that makes it opaque."""
    cursor = query.get("cursor", "").removeprefix("v1_")
    if "cursor" in query and not cursor.isdecimal():
        raise Problem(400, "Invalid cursor")
    after = int(cursor) if cursor else None
    rest = [item for item in items if after is None or cast("int", item["id"]) < after]
    shown = rest[:size]
    links: list[str] = []
    if len(rest) > size:
        links.append(_link(address, {**query, "cursor": f"v1_{shown[-1]['id']}"}, "next"))
    return Reply(shown, 200, _header(links))


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    value = query.get(name, "")
    return max(1, int(value)) if value.isdecimal() else usual


def _link(address: str, query: Mapping[str, str], relation: str) -> str:
    return f'<{address}?{urlencode(query)}>; rel="{relation}"'


def _header(links: list[str]) -> dict[str, str]:
    return {"Link": ", ".join(links)} if links else {}
