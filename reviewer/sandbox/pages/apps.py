"""Create an App from its manifest, and install it, as a person does on GitHub.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

import json
from dataclasses import replace
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from reviewer.sandbox.acts.installations import install as put_in
from reviewer.sandbox.acts.manifest import BadManifest, Manifest, create_app, offer_code, read_manifest
from reviewer.sandbox.pages.render import page
from reviewer.sandbox.pages.visit import Visit
from reviewer.sandbox.state.accounts import Account, AccountKind, App
from reviewer.sandbox.state.world import NotThere


def _owner(visit: Visit) -> Account:
    """Return who will own the App: the organisation in the address, else the visitor."""
    if "org" in visit.request.path_params:
        return visit.world.account(visit.part("org"))
    return visit.actor


async def new_app(visit: Visit) -> Response:
    """GET or POST …/settings/apps/new: show what a manifest asks for, with the button that creates it."""
    manifest = await visit.field("manifest") if visit.request.method == "POST" else ""
    state = visit.request.query_params.get("state") or await visit.field("state")
    if not manifest:
        return _form(visit, "", state)
    try:
        return _form(visit, manifest, state, wanted=read_manifest(manifest))
    except BadManifest as error:
        return _form(visit, manifest, state, problem=str(error))


def _form(visit: Visit, manifest: str, state: str, *, wanted: Manifest | None = None, problem: str = "") -> Response:
    owner = _owner(visit)
    where = f"/organizations/{owner.login}" if owner.kind is AccountKind.ORGANISATION else ""
    return page(
        "new_app.html",
        visit.common,
        status=422 if problem else 200,
        owner=owner,
        action=f"{where}/settings/apps",
        manifest=manifest,
        state=state,
        wanted=wanted,
        problem=problem,
    )


async def create(visit: Visit) -> Response:
    """POST …/settings/apps: make the App and go back to whoever sent the manifest, with a code."""
    text, state = await visit.field("manifest"), await visit.field("state")
    try:
        wanted = read_manifest(text)
        wanted = replace(wanted, name=await visit.field("name") or wanted.name)
        app = await run_in_threadpool(create_app, visit.world, _owner(visit), wanted)
    except BadManifest as error:
        return _form(visit, text, state, problem=str(error))
    if not wanted.redirect_url:
        return RedirectResponse(f"/apps/{app.slug}", 303)
    code = offer_code(visit.world, app)
    query = {"code": code, "state": state} if state else {"code": code}
    return RedirectResponse(_with(wanted.redirect_url, query), 303)


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def _app(visit: Visit) -> App:
    for app in visit.world.apps.values():
        if app.slug == visit.part("slug"):
            return app
    message = f"no App named {visit.part('slug')!r}"
    raise NotThere(message)


async def app_page(visit: Visit) -> Response:
    """GET /apps/{slug}: the App, and what was sent to it, newest first."""
    app = _app(visit)
    installed = [one for one in visit.world.installations.values() if one.app is app]
    newest_first = list(reversed(app.deliveries))
    return page("app.html", visit.common, app=app, installations=installed, deliveries=newest_first)


async def choose_account(visit: Visit) -> Response:
    """GET /apps/{slug}/installations/new."""
    app, world = _app(visit), visit.world
    taken = [one.account for one in world.installations.values() if one.app is app]
    free = [one for one in world.accounts.values() if one.kind is AccountKind.ORGANISATION and one not in taken]
    everything = list(world.repositories.values())
    return page("install.html", visit.common, app=app, accounts=free, repositories=everything)


async def install(visit: Visit) -> Response:
    """POST /apps/{slug}/installations/new, then on to the App's setup address."""
    app, account = _app(visit), visit.world.account(await visit.field("account"))
    chosen = None
    if await visit.field("selection") == "selected":
        chosen = [visit.world.repository(account.login, name) for name in await visit.fields("repository")]
    installation = put_in(visit.world, app, account, visit.actor, chosen)
    if not app.setup_url:
        where = "all repositories" if chosen is None else json.dumps([one.name for one in chosen])
        text = f"{app.name} is installed on {account.login}: {where}."
        return page("message.html", visit.common, heading="Installed", text=text)
    query = {"installation_id": str(installation.id), "setup_action": "install"}
    return RedirectResponse(_with(app.setup_url, query), 303)
