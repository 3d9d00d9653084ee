"""A person in front of a browser, over real HTTP: opens pages, fills forms in, presses buttons, follows links."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from reviewer.cli.stage.page import Page, find_button, read_page
from reviewer.errors import TellOperator

_PATIENCE = 30.0


@contextmanager
def browsing() -> Generator["Person"]:
    """Give out a person with a browser of their own, whose cookies are forgotten when the block ends."""
    with httpx.Client(follow_redirects=True, timeout=_PATIENCE, trust_env=False) as client:
        yield Person(client)


@dataclass(slots=True)
class Person:
    """Somebody who is on one page at a time. Everything raises TellOperator when a page does not come or lacks it."""

    client: httpx.Client
    address: str = ""
    page: Page = field(default_factory=Page)

    def open(self, address: str) -> None:
        """Open an address, which may be relative to the page one is on."""
        self._go("GET", urljoin(self.address, address), {})

    def follow(self, text: str) -> None:
        """Follow the first link that reads like this."""
        for said, address in self.page.links:
            if text.lower() in said.lower():
                return self.open(address)
        raise TellOperator(f"{_shown(self.address)} has no link {text!r}.")

    def press(self, text: str, **filled: str) -> None:
        """Fill the form in that has this button, and press it."""
        found = find_button(self.page, text)
        if found is None:
            raise TellOperator(f"{_shown(self.address)} has no button {text!r}.")
        form, added = found
        self._go(form.method.upper(), urljoin(self.address, form.action), {**form.values, **added, **filled})

    def _go(self, method: str, address: str, values: dict[str, str]) -> None:
        try:
            if method == "GET":
                reply = self.client.get(address, params=values or None)
            else:
                reply = self.client.post(address, data=values, headers={"Origin": _origin(self.address)})
        except httpx.HTTPError as error:
            raise TellOperator(f"Opened {_shown(address)}, but no answer came: {error}") from error
        if reply.is_error:
            raise TellOperator(f"Opened {_shown(address)}, but it answered {reply.status_code}.")
        self.address, self.page = str(reply.url), read_page(reply.text)


def _origin(address: str) -> str:
    """Return scheme and host, which a browser sends along with a form (RFC 6454)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _shown(address: str) -> str:
    """Return an address without its query, which may hold a token."""
    return address.partition("?")[0]
