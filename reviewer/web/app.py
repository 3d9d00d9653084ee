"""The web application, put together from its parts."""

import secrets

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reviewer.errors import TellOperator
from reviewer.web.health import health_routes
from reviewer.web.metrics import DeliveryCounter, QueueCollector, WatchCollector, metrics_routes
from reviewer.web.pages import page, page_headers, stylesheet
from reviewer.web.parts import WebParts
from reviewer.web.setup import setup_routes
from reviewer.web.webhook import webhook_routes

log = structlog.get_logger()


def create_app(parts: WebParts) -> FastAPI:
    """Return the application; raises TellOperator when the credentials lack a webhook secret, or cannot be read.

    Before the App is set up only /setup and health are served, and /webhook answers 503.
    """
    credentials = parts.credentials.current()
    if credentials is not None and not credentials.webhook_secret:
        raise TellOperator(
            "The App has no webhook secret, so anybody could send it events: "
            "set one at GitHub in the App's settings, and give it as WEBHOOK_SECRET"
        )
    app = FastAPI(title="Reviewer", docs_url=None, redoc_url=None, openapi_url=None)
    parts.registry.register(QueueCollector(parts.store))
    parts.registry.register(WatchCollector(parts.store))
    app.include_router(webhook_routes(parts, DeliveryCounter(parts.registry)))
    app.include_router(setup_routes(parts))
    app.include_router(health_routes(parts))
    app.include_router(metrics_routes(parts))
    _add_stylesheet(app)
    _add_doors(app)
    app.add_middleware(_HeadersAdded, headers=page_headers(parts.own_url, parts.github_url))
    return app


def _add_stylesheet(app: FastAPI) -> None:
    @app.get("/style.css")
    def style() -> Response:  # pyright: ignore[reportUnusedFunction] - the decorator registers it
        return PlainTextResponse(stylesheet(), media_type="text/css")


class _HeadersAdded:
    """ASGI middleware that gives every answer the same headers."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _add_doors(app: FastAPI) -> None:
    """Answer what the operator must mend, and bugs. The log says what it is; a stranger is told no more than an id."""

    @app.exception_handler(TellOperator)
    async def operator(request: Request, error: TellOperator) -> Response:  # pyright: ignore[reportUnusedFunction]
        log.warning("the operator must act", path=request.url.path, why=str(error))
        return page("problem.html", 503, problem="Something on this server must be mended: its log says what")

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:  # pyright: ignore[reportUnusedFunction]
        error_id = secrets.token_hex(4)
        log.error("bug in the web side", id=error_id, path=request.url.path, exc_info=error)
        return JSONResponse({"error": f"This is a bug; the server's log has it as {error_id}"}, 500)
