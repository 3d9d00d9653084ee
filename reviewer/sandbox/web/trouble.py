"""Carry out the faults that were ordered, around every request."""

import asyncio
import socket
import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any, cast

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from reviewer.sandbox.faults import Fault, Faults, Moment

_transports: MutableMapping[tuple[str, int], asyncio.Transport] = {}


class CuttableProtocol(H11Protocol):
    """HTTP whose connections can be cut, found by the address of the client."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection."""
        super().connection_made(transport)
        # asyncio does this only for sockets that say they are TCP; without it every answer waits 40 ms for an ACK.
        cast("socket.socket", transport.get_extra_info("socket")).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _transports[cast("tuple[str, int]", transport.get_extra_info("peername"))] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        _transports.pop(cast("tuple[str, int]", self.transport.get_extra_info("peername")), None)
        super().connection_lost(exc)


class Trouble:
    """ASGI middleware that lets a fault strike before or after the request was acted on."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through, or trouble it."""
        fault = None
        if scope["type"] == "http":
            fault = self._faults.strike(scope["method"], scope["path"])
        if fault is None:
            await self._app(scope, receive, send)
            return
        if fault.moment is Moment.AFTER:
            await self._act_unheard(scope, receive)
        await _sit_out(fault)
        if fault.keep < 1:
            await self._app(scope, receive, _Shears(scope, send, fault))
        elif fault.is_cut:
            _transports[tuple(scope["client"])].abort()
        elif fault.status:
            await _reply(fault)(scope, receive, send)
        elif fault.moment is Moment.BEFORE:
            await self._app(scope, receive, send)

    async def _act_unheard(self, scope: Scope, receive: Receive) -> None:
        """Let the request do its work, and lose the answer."""

        async def drop(message: Message) -> None:
            del message

        await self._app(scope, receive, drop)


@dataclass(slots=True)
class _Shears:
    """Sends only the first part of an answer: as if it were all of it, or before the connection is cut."""

    scope: Scope
    to: Send
    fault: Fault
    head: Message = field(default_factory=dict[str, Any])

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.head = message
            return
        whole = message.get("body", b"")
        part = whole[: int(len(whole) * self.fault.keep)]
        told = len(whole) if self.fault.is_cut else len(part)
        others = [pair for pair in self.head["headers"] if pair[0].lower() != b"content-length"]
        await self.to({**self.head, "headers": [*others, (b"content-length", str(told).encode())]})
        await self.to({"type": "http.response.body", "body": part, "more_body": self.fault.is_cut})
        if self.fault.is_cut:
            # What was sent must have left before the line is cut.
            await asyncio.sleep(0.05)
            _transports[tuple(self.scope["client"])].abort()


async def _sit_out(fault: Fault) -> None:
    end = time.monotonic() + fault.delay
    # Whoever releases it is in another thread.
    while not fault.is_released and (left := end - time.monotonic()) > 0:  # noqa: ASYNC110
        await asyncio.sleep(min(left, 0.02))


def _reply(fault: Fault) -> Response:
    if fault.page:
        return HTMLResponse(fault.page, fault.status, dict(fault.headers))
    body: dict[str, Any] = {
        "message": fault.message or "Server Error",
        "documentation_url": "https://docs.github.com/rest",
    }
    return JSONResponse(body, fault.status, dict(fault.headers))
