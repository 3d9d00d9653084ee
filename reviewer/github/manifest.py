"""The manifest flow, first half: app.yml becomes a form for GitHub.

https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from reviewer.errors import TellOperator


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
