"""Pages to read: the repositories, their pull requests, and each one's conversation, checks and files."""

from starlette.responses import Response

from reviewer.sandbox.acts.accounts import may_write
from reviewer.sandbox.pages.render import asset, page
from reviewer.sandbox.pages.views import pull_view
from reviewer.sandbox.pages.visit import Visit
from reviewer.sandbox.state.world import NotThere


async def home(visit: Visit) -> Response:
    """GET /: every repository and App."""
    world = visit.world
    repositories = list(world.repositories.values())
    return page("home.html", visit.common, repositories=repositories, apps=list(world.apps.values()))


async def pulls(visit: Visit) -> Response:
    """GET /{owner}/{repo}/pulls: newest first."""
    repository = visit.repository
    newest_first = sorted(repository.pulls.values(), key=lambda pull: -pull.number)
    views = [pull_view(visit.world, repository, pull, visit.viewer) for pull in newest_first]
    return page("pulls.html", visit.common, repository=repository, pulls=views)


async def conversation(visit: Visit) -> Response:
    """GET /{owner}/{repo}/pull/{number}."""
    return _pull_page(visit, "conversation.html")


async def checks(visit: Visit) -> Response:
    """GET /{owner}/{repo}/pull/{number}/checks."""
    return _pull_page(visit, "checks.html")


async def files(visit: Visit) -> Response:
    """GET /{owner}/{repo}/pull/{number}/files."""
    return _pull_page(visit, "files.html")


def _pull_page(visit: Visit, template: str) -> Response:
    view = pull_view(visit.world, visit.repository, visit.pull, visit.viewer)
    can_press = visit.viewer is not None and may_write(visit.repository, visit.viewer)
    return page(template, visit.common, view=view, can_press=can_press)


async def run(visit: Visit) -> Response:
    """GET /{owner}/{repo}/runs/{run}: leads to the run among the checks of a pull request with that head."""
    found = visit.world.runs.get(visit.number("run"))
    if found is None:
        raise NotThere("no such check run")
    for pull in found.suite.repository.pulls.values():
        if pull.head_sha == found.head_sha:
            address = f"/{found.suite.repository.full_name}/pull/{pull.number}/checks#run-{found.id}"
            return Response(status_code=302, headers={"Location": address})
    message = f"check run {found.id} is about {found.head_sha[:12]}, which is no pull request's head any more"
    raise NotThere(message)


async def style(visit: Visit) -> Response:
    """GET /-/sandbox.css."""
    del visit
    return Response(asset("sandbox.css"), media_type="text/css")


async def script(visit: Visit) -> Response:
    """GET /-/sandbox.js."""
    del visit
    return Response(asset("sandbox.js"), media_type="text/javascript")
