"""A request's body, as far as we are willing to read it."""

import asyncio

from fastapi import Request
from starlette.requests import ClientDisconnect

from reviewer.errors import ReviewerError

BODY_LIMIT = 25 * 1024 * 1024
"""GitHub delivers at most 25 MB: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap."""

PATIENCE = 30.0
"""Seconds for a body to arrive; GitHub itself gives up after ten."""


class UnreadableBody(ReviewerError):
    """A body that is not read; `status` is the HTTP status that says so."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


async def read_body(request: Request, limit: int = BODY_LIMIT) -> bytes:
    """Return the whole body; raises UnreadableBody when it is over the limit (bytes), too slow, or cut off.

    What the sender says of the length is only used to refuse early: it may be missing (chunked) or wrong.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(request, limit)
    except TimeoutError:
        raise UnreadableBody(f"The body did not arrive within {PATIENCE:g} seconds: send it again", 408) from None
    except ClientDisconnect:
        raise UnreadableBody("The body was cut off: send it again", 400) from None


async def _read(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _too_large(limit: int) -> UnreadableBody:
    return UnreadableBody(f"The body is over {limit} bytes: GitHub sends none that large", 413)
