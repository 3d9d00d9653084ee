"""An App's installation as its owner sees it, with the buttons that suspend it and take it away."""

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response

from reviewer.sandbox.acts import installations as acts
from reviewer.sandbox.pages.render import page
from reviewer.sandbox.pages.visit import Visit
from reviewer.sandbox.state.accounts import Account, Installation
from reviewer.sandbox.state.world import NotThere, World

_CHANGES: dict[str, Callable[[World, Installation, Account], None]] = {
    "suspend": acts.suspend,
    "unsuspend": acts.unsuspend,
    "uninstall": acts.uninstall,
}


def _installation(visit: Visit) -> Installation:
    found = visit.world.installations.get(visit.number("installation"))
    if found is None or found.account is not visit.world.account(visit.part("org")):
        raise NotThere("that installation is not there (any more)")
    return found


async def show(visit: Visit) -> Response:
    """GET /organizations/{org}/settings/installations/{installation}."""
    found = _installation(visit)
    return page("installation.html", visit.common, installation=found, repositories=visit.world.reached(found))


async def change(visit: Visit) -> Response:
    """POST to the same address: suspend, unsuspend or uninstall."""
    found, wanted = _installation(visit), await visit.field("to")
    if wanted not in _CHANGES:
        message = f"an installation cannot be made to {wanted!r}: suspend, unsuspend or uninstall it"
        raise ValueError(message)
    _CHANGES[wanted](visit.world, found, visit.actor)
    if wanted == "uninstall":
        return RedirectResponse(f"/apps/{found.app.slug}", 303)
    return RedirectResponse(visit.request.url.path, 303)
