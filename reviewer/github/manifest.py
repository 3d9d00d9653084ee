"""The manifest flow: app.yml becomes a form for GitHub, and GitHub's answer becomes credentials.

https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml
from githubkit import UnauthAuthStrategy
from githubkit.exception import GitHubException
from pydantic import TypeAdapter

from reviewer.errors import Gone, TellOperator
from reviewer.github.connection import VERSION, Connection
from reviewer.github.credentials import AppCredentials
from reviewer.github.failures import Request, translate
from reviewer.github.replies import NewApp, read_reply


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the App is reached: its front page, its webhook, and where GitHub sends people back to.

    `redirect` gets the code of a new App, `setup` people who installed it, `callback` people who signed in.
    """

    home: str
    webhook: str
    redirect: str
    setup: str
    callback: str


def manifest_text() -> str:
    """Return the app.yml that this version of the App ships."""
    return files("reviewer.github").joinpath("app.yml").read_text(encoding="utf-8")


def build_manifest(text: str, addresses: Addresses, name: str | None = None) -> dict[str, Any]:
    """Return the manifest to post to GitHub as JSON: app.yml with this server's addresses, and perhaps another name.

    App names are unique on a GitHub and at most 34 characters long.
    """
    manifest: Any = yaml.safe_load(text)
    if not isinstance(manifest, dict) or "default_permissions" not in manifest:
        raise TellOperator("Read app.yml, but it holds no App manifest: restore the file of this version.")
    return {
        **manifest,
        "name": name or manifest["name"],
        "url": addresses.home,
        "hook_attributes": {"url": addresses.webhook, "active": True},
        "redirect_url": addresses.redirect,
        "setup_url": addresses.setup,
        "callback_urls": [addresses.callback],
    }


def convert_manifest(connection: Connection, code: str) -> AppCredentials:
    """Return the credentials of the App that a person has just made; `code` works once, within the hour.

    Raises TellOperator when the code is no longer good, TryAgain when GitHub cannot be reached.
    """
    request = Request("create the App from its manifest")
    try:
        with connection.github(UnauthAuthStrategy()) as github:
            reply = github.rest(VERSION).apps.create_from_manifest(code)
    except GitHubException as error:
        failure = translate(error, request)
        if isinstance(failure, Gone):
            message = "GitHub does not know this setup code: it works once, for an hour. Open /setup and start again."
            raise TellOperator(message) from error
        raise failure from error
    app = read_reply(TypeAdapter(NewApp), reply.content, request)
    return AppCredentials(
        app_id=app.id,
        private_key=app.pem,
        webhook_secret=app.webhook_secret or "",
        slug=app.slug,
        name=app.name,
        owner=app.owner.login if app.owner else "",
        html_url=app.html_url,
        client_id=app.client_id,
        client_secret=app.client_secret,
    )
