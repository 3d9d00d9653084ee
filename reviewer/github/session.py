"""Calls of one installation: signed, paced, read into our own shapes, with our own errors."""

import time
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Any, Protocol, TypeVar

from githubkit import GitHub, Response
from githubkit.exception import GitHubException, RequestFailed
from githubkit_schemas.v2022_11_28.rest import RestNamespace
from pydantic import TypeAdapter

from reviewer.errors import NotYet, TryAgain
from reviewer.github.budget import read_budget
from reviewer.github.connection import VERSION, Call
from reviewer.github.failures import Limited, Request, translate
from reviewer.github.pacing import Pacer
from reviewer.github.payloads import Part
from reviewer.github.replies import read_reply
from reviewer.github.tokens import InstallationAuth, Tokens
from reviewer.model.ids import InstallationId
from reviewer.model.notes import Notes

PATIENCE = 2.0
"""Seconds that a write waits for its turn in place; for longer ones the whole job waits in the queue."""

PAGE = 100
"""As many as GitHub lists at a time."""

_T = TypeVar("_T")
_M = TypeVar("_M", bound=Part)


class Paced(NotYet):
    """We keep to the pace that GitHub asks for."""


class PageCall(Protocol):
    """A listing call for one page, numbered from 1, of PAGE items."""

    def __call__(self, rest: RestNamespace, /, page: int) -> Response[Any, Any]:
        """Return the reply."""
        ...


def wait_for_turn(pacer: Pacer, installation: InstallationId, doing: str) -> None:
    """Return when it is a write's turn; raises TryAgain when that is too long to wait in place."""
    wait = pacer.book(installation, PATIENCE)
    if wait > PATIENCE:
        raise Paced(f"Could not {doing} yet: this installation has written enough for now.", after=wait)
    time.sleep(wait)


@dataclass(frozen=True, slots=True)
class Session:
    """An open connection as one installation. `settings` is where a person changes the App's permissions."""

    client: GitHub[InstallationAuth]
    tokens: Tokens
    pacer: Pacer
    installation: InstallationId
    settings: str
    notes: Notes

    def read(self, shape: type[_M], request: Request, call: Call) -> _M:
        """Return the reply of a reading call; raises TryAgain, Gone or TellOperator."""
        return self._read(TypeAdapter(shape), request, call)

    def read_pages(self, shape: TypeAdapter[list[_T]], request: Request, call: PageCall) -> Generator[_T]:
        """Yield the items of a listing, page by page as they are taken; raises as `read` does."""
        for number in count(1):
            items = self._read(shape, request, partial(call, page=number))
            yield from items
            if len(items) < PAGE:
                return

    def write(self, shape: type[_M], request: Request, call: Call) -> _M:
        """Return the reply of a writing call, made when it is its turn; raises as `read` does."""
        wait_for_turn(self.pacer, self.installation, request.doing)
        return self._send(TypeAdapter(shape), request, call)

    def _read(self, shape: TypeAdapter[_T], request: Request, call: Call) -> _T:
        wait = self.pacer.held(self.installation)
        if wait > 0:
            raise Limited(f"Could not {request.doing}: GitHub limits this installation.", after=wait)
        return self._send(shape, request, call)

    def _send(self, shape: TypeAdapter[_T], request: Request, call: Call) -> _T:
        try:
            reply = call(self.client.rest(VERSION))
            self._note(reply.headers)
        except GitHubException as error:
            raise self._translated(error, request) from error
        return read_reply(shape, reply.content, request)

    def _note(self, headers: Mapping[str, str]) -> None:
        budget = read_budget(self.installation, headers)
        if budget is not None:
            self.notes.budgets[self.installation] = budget

    def _translated(self, error: GitHubException, request: Request) -> Exception:
        if isinstance(error, RequestFailed):
            self._note(error.response.headers)
        granted = self.tokens.granted(self.installation)
        failure = translate(error, replace(request, granted=granted, settings=self.settings))
        if isinstance(failure, Limited) and failure.after:
            # What GitHub said stands, also when the database is away and others cannot be told.
            with suppress(TryAgain):
                self.pacer.hold(self.installation, failure.after)
        return failure
