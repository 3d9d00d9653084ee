"""The pages over HTTP: their addresses, and one door for what goes wrong."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from reviewer.sandbox.acts.comments import NotAllowed
from reviewer.sandbox.pages import acting, apps, installations, reading
from reviewer.sandbox.pages.render import page
from reviewer.sandbox.pages.visit import Visit
from reviewer.sandbox.state.world import NotThere, World

Page = Callable[[Visit], Awaitable[Response]]

_GET: dict[str, Page] = {
    "/": reading.home,
    "/-/sandbox.css": reading.style,
    "/-/sandbox.js": reading.script,
    "/settings/apps/new": apps.new_app,
    "/organizations/{org}/settings/apps/new": apps.new_app,
    "/apps/{slug}": apps.app_page,
    "/apps/{slug}/installations/new": apps.choose_account,
    "/organizations/{org}/settings/installations/{installation}": installations.show,
    "/{owner}/{repo}": reading.pulls,
    "/{owner}/{repo}/pulls": reading.pulls,
    "/{owner}/{repo}/pull/{number}": reading.conversation,
    "/{owner}/{repo}/pull/{number}/checks": reading.checks,
    "/{owner}/{repo}/pull/{number}/files": reading.files,
    "/{owner}/{repo}/runs/{run}": reading.run,
}
_POST: dict[str, Page] = {
    "/session": acting.choose_person,
    "/settings/apps": apps.create,
    "/organizations/{org}/settings/apps": apps.create,
    "/apps/{slug}/installations/new": apps.install,
    "/organizations/{org}/settings/installations/{installation}": installations.change,
    "/{owner}/{repo}/pull/{number}/comment": acting.comment,
    "/{owner}/{repo}/pull/{number}/change": acting.change,
    "/{owner}/{repo}/comments/{comment}/tick": acting.tick,
    "/{owner}/{repo}/runs/{run}/press": acting.press,
    "/{owner}/{repo}/runs/{run}/rerun": acting.rerun,
}
# A manifest is sent here from the App's own page; it only shows what it asks for.
_POST_FROM_ANYWHERE: dict[str, Page] = {
    "/settings/apps/new": apps.new_app,
    "/organizations/{org}/settings/apps/new": apps.new_app,
}


def page_routes(world: World) -> list[Route]:
    """Return the routes of all pages."""
    guarded = {path: _from_own_pages(one) for path, one in _POST.items()}
    return [
        *(Route(path, _door(world, one), methods=["GET"]) for path, one in _GET.items()),
        *(Route(path, _door(world, one), methods=["POST"]) for path, one in (guarded | _POST_FROM_ANYWHERE).items()),
    ]


def _from_own_pages(answer: Page) -> Page:
    """Let a page be posted to from the sandbox's own pages only, so that no other site can act for a person."""

    async def guarded(visit: Visit) -> Response:
        origin = visit.request.headers.get("origin", visit.world.url)
        if origin != visit.world.url:
            return PlainTextResponse("That form was not on this sandbox.", 403)
        return await answer(visit)

    return guarded


def _door(world: World, answer: Page) -> Callable[[Request], Awaitable[Response]]:
    async def door(request: Request) -> Response:
        visit = Visit(world, request)
        try:
            return await answer(visit)
        except NotThere as error:
            return _sorry(visit, 404, "Not here", str(error))
        except NotAllowed as error:
            return _sorry(visit, 403, "Not allowed", str(error))
        except ValueError as error:
            return _sorry(visit, 422, "That did not work", str(error))

    return door


def _sorry(visit: Visit, status: int, heading: str, text: str) -> Response:
    if visit.request.method == "POST":
        return PlainTextResponse(text, status)
    return page("message.html", visit.common, status=status, heading=heading, text=text)
