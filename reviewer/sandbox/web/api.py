"""The REST API over HTTP, watched by an observer."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from reviewer.sandbox.observer import Observer, SeenReply, SeenRequest
from reviewer.sandbox.rest.answer import Desk
from reviewer.sandbox.rest.call import Reply

PREFIX = "/api/v3"


async def seen_request(request: Request) -> SeenRequest:
    """Return a request as the API and its observer see it."""
    return SeenRequest(
        method=request.method,
        path=request.url.path.removeprefix(PREFIX),
        query=request.url.query,
        headers=dict(request.headers),
        body=await request.body(),
    )


class Api:
    """The endpoint under /api/v3."""

    def __init__(self, desk: Desk, observer: Observer | None) -> None:
        self._desk = desk
        self._observer = observer

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        seen = await seen_request(request)
        return await run_in_threadpool(self._answer, seen)

    def _answer(self, seen: SeenRequest) -> Response:
        reply = self._desk.answer(seen)
        if self._observer is not None:
            self._observer.exchange(seen, _seen_reply(reply))
        return response_of(reply)


def _seen_reply(reply: Reply) -> SeenReply:
    return SeenReply(reply.status, {"content-type": reply.media_type, **reply.headers}, reply.content())


def response_of(reply: Reply) -> Response:
    """Return a reply as HTTP; 204 and 304 have no body and no type."""
    media_type = None if reply.status in (204, 304) else reply.media_type
    return Response(reply.content(), reply.status, dict(reply.headers), media_type)
