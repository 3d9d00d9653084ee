"""`/setup`: from the manifest to an App, once."""

import json
import re
import threading
from dataclasses import dataclass, field

import structlog
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from reviewer.errors import ReviewerError
from reviewer.github.credentials import AppCredentials
from reviewer.github.manifest import Addresses, build_manifest, manifest_text
from reviewer.web import webhook
from reviewer.web.gate import SetupGate
from reviewer.web.pages import page
from reviewer.web.parts import WebParts

log = structlog.get_logger()

PATH = "/setup"

_ORGANISATION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?")
"""A login as GitHub allows it; Enterprise Managed Users carry an underscore."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The steps, over the parts they need; `turn` lets one answer of GitHub's in at a time."""

    parts: WebParts
    gate: SetupGate
    turn: threading.Lock = field(default_factory=threading.Lock)

    def start(self, token: str, organisation: str | None) -> HTMLResponse:
        """Return the first page: for whom the App is made; and once that is said, the button that makes it.

        An empty organisation is the person's own account. Once the App is set up it only says so.
        """
        credentials = self.parts.credentials.current()
        if credentials is not None:
            return _status(credentials)
        if not self.gate.admits(token):
            return page("locked.html", 403)
        if organisation is None:
            return page("owner.html", token=token, organisation="", is_wrong=False)
        if organisation and not _ORGANISATION.fullmatch(organisation):
            return page("owner.html", 400, token=token, organisation=organisation, is_wrong=True)
        return self._confirm(organisation)

    def finish(self, code: str, state: str) -> HTMLResponse:
        """Take GitHub's answer: trade its code for the App's credentials and keep them."""
        with self.turn:
            known = self.parts.credentials.current()
            if known is not None:
                return _status(known)
            if not code or not self.gate.redeem(state):
                return page("problem.html", 403, problem="This answer does not belong to a setup that was started here")
            return self._keep(code)

    def _confirm(self, organisation: str) -> HTMLResponse:
        owner = f"/organizations/{organisation}" if organisation else ""
        manifest = self._manifest()
        return page(
            "confirm.html",
            action=f"{self.parts.github_url}{owner}/settings/apps/new?state={self.gate.new_state()}",
            manifest=json.dumps(manifest),
            name=manifest["name"],
            permissions=manifest["default_permissions"],
            organisation=organisation,
        )

    def _keep(self, code: str) -> HTMLResponse:
        try:
            credentials = self.parts.convert(code)
            if not credentials.webhook_secret:
                return page("problem.html", 502, problem="GitHub made the App without a webhook secret")
            self.parts.credentials.keep(credentials)
        except ReviewerError as error:
            log.warning("setup failed", why=str(error))
            return page("problem.html", 502, problem=str(error))
        log.info("app created", app=credentials.app_id, slug=credentials.slug)
        return page("created.html", app=credentials, install=_install_link(credentials))

    def _manifest(self) -> dict[str, object]:
        base = self.parts.own_url
        addresses = Addresses(
            home=base,
            webhook=base + webhook.PATH,
            redirect=f"{base}{PATH}/callback",
            setup=f"{base}{PATH}/installed",
            callback=f"{base}/login/callback",
        )
        return build_manifest(manifest_text(), addresses, self.parts.app_name)


def setup_routes(parts: WebParts) -> APIRouter:
    """Return the routes that make the App and greet those who install it."""
    routes = APIRouter()
    steps = Setup(parts, SetupGate(parts.setup_token, parts.clock))

    @routes.get("/")
    @routes.get(PATH)
    def setup(token: str = "", organisation: str | None = None) -> Response:
        return steps.start(token, organisation)

    @routes.get(f"{PATH}/callback")
    def callback(code: str = "", state: str = "") -> Response:
        return steps.finish(code, state)

    @routes.get(f"{PATH}/installed")
    def installed(setup_action: str = "") -> Response:
        return page("installed.html", is_requested=setup_action == "request")

    return routes


def _status(credentials: AppCredentials) -> HTMLResponse:
    return page("status.html", app=credentials, install=_install_link(credentials))


def _install_link(credentials: AppCredentials) -> str:
    return f"{credentials.html_url}/installations/new" if credentials.html_url else ""
