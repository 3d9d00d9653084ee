"""All doors of the sandbox in one ASGI application."""

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from reviewer.sandbox.faults import Faults
from reviewer.sandbox.git.smart_http import SmartHttp
from reviewer.sandbox.observer import Observer
from reviewer.sandbox.rest.answer import Desk
from reviewer.sandbox.web.api import PREFIX, Api
from reviewer.sandbox.web.dated import Dated
from reviewer.sandbox.web.pages import page_routes
from reviewer.sandbox.web.trouble import Trouble

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def build_site(desk: Desk, faults: Faults, observer: Observer | None) -> ASGIApp:
    """Return the application: the API, git, and the pages, with ordered faults around all of them."""
    api, git = Api(desk, observer), SmartHttp(desk.world)
    routes = [
        Route(PREFIX + "/{rest:path}", api.answer, methods=_METHODS),
        Route("/{owner}/{repo}.git/{rest:path}", git.answer, methods=["GET", "POST"]),
        *page_routes(desk.world),
    ]
    return Dated(Trouble(Starlette(routes=routes), faults), desk.world.clock)
