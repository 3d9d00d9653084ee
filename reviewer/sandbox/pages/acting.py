"""What a person does on the pages: choose who to be, comment, tick, press. The webhooks really go out."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from reviewer.sandbox.acts import pulls
from reviewer.sandbox.acts.accounts import may_write
from reviewer.sandbox.acts.checks import press as press_button
from reviewer.sandbox.acts.checks import rerequest_run
from reviewer.sandbox.acts.comments import NotAllowed
from reviewer.sandbox.acts.comments import comment as say
from reviewer.sandbox.acts.comments import tick as turn
from reviewer.sandbox.acts.merging import merge_pull
from reviewer.sandbox.pages.visit import COOKIE, Visit
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.checks import CheckRun
from reviewer.sandbox.state.repositories import Pull, Repository
from reviewer.sandbox.state.world import NotThere, World


async def choose_person(visit: Visit) -> Response:
    """POST /session: act as somebody from now on."""
    login = visit.world.account(await visit.field("login")).login
    answer = RedirectResponse(_back(visit), 303)
    answer.set_cookie(COOKIE, login, httponly=True, samesite="lax")
    return answer


def _back(visit: Visit) -> str:
    """Return the page the visitor came from, when it is one of ours."""
    referrer = visit.request.headers.get("referer", "")
    return referrer if referrer.startswith(visit.world.url + "/") else "/"


async def comment(visit: Visit) -> Response:
    """POST /{owner}/{repo}/pull/{number}/comment."""
    body = await visit.field("body")
    say(visit.world, visit.repository, visit.pull.number, visit.actor, body.replace("\r\n", "\n"))
    return RedirectResponse(f"/{visit.repository.full_name}/pull/{visit.pull.number}", 303)


async def change(visit: Visit) -> Response:
    """POST /{owner}/{repo}/pull/{number}/change: close, reopen, merge, make a draft or ready."""
    world, repository, pull, actor = visit.world, visit.repository, visit.pull, visit.actor
    if actor is not pull.author and not may_write(repository, actor):
        message = f"{actor.login} may not change #{pull.number}: only its author and people with write access may"
        raise NotAllowed(message)
    wanted = await visit.field("to")
    if wanted in ("draft", "ready"):
        pulls.set_draft(world, repository, pull, actor, is_draft=wanted == "draft")
    elif wanted in _CHANGES:
        await run_in_threadpool(_CHANGES[wanted], world, repository, pull, actor)
    return RedirectResponse(f"/{repository.full_name}/pull/{pull.number}", 303)


_CHANGES: dict[str, Callable[[World, Repository, Pull, Account], object]] = {
    "close": pulls.close_pull,
    "reopen": pulls.reopen_pull,
    "merge": merge_pull,
}


async def tick(visit: Visit) -> Response:
    """POST /{owner}/{repo}/comments/{comment}/tick, with the line of the box."""
    said = visit.repository.comments.get(visit.number("comment"))
    line = await visit.field("line")
    if said is None or not line.isdecimal():
        raise NotThere("that comment is not there (any more)")
    turn(visit.world, visit.repository, said, int(line), visit.actor)
    return Response(status_code=204)


def _run(visit: Visit) -> CheckRun:
    found = visit.world.runs.get(visit.number("run"))
    if found is None or found.suite.repository is not visit.repository:
        raise NotThere("that check run is not there")
    if not may_write(visit.repository, visit.actor):
        message = f"{visit.actor.login} may not act on checks of {visit.repository.full_name}: it takes write access"
        raise NotAllowed(message)
    return found


async def press(visit: Visit) -> Response:
    """POST /{owner}/{repo}/runs/{run}/press, with the identifier of a button."""
    found = _run(visit)
    press_button(visit.world, found, await visit.field("identifier"), visit.actor)
    return RedirectResponse(_back(visit), 303)


async def rerun(visit: Visit) -> Response:
    """POST /{owner}/{repo}/runs/{run}/rerun."""
    found = _run(visit)
    rerequest_run(visit.world, found, visit.actor)
    return RedirectResponse(_back(visit), 303)
