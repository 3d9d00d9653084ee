"""The web side on a real socket, and deliveries as GitHub signs them."""

import asyncio
import hashlib
import hmac
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from reviewer.errors import TellOperator
from reviewer.github.credentials import AppCredentials
from reviewer.sandbox.web.prompt import PromptServer
from reviewer.web.parts import CredentialsHolder, Inbox, WebParts
from reviewer.web.server import bind, make_server

SECRET = "it's a secret to everybody"
CREDENTIALS = AppCredentials(
    app_id=77,
    private_key="-----BEGIN key",
    webhook_secret=SECRET,
    slug="acme-reviewer",
    name="Acme <Reviewer>",
    owner="acme",
    html_url="https://github.com/apps/acme-reviewer",
)
TOKEN = "token-from-the-log"
OPENED = (
    b'{"action":"opened","installation":{"id":3},"repository":{"id":7,"full_name":"acme/shop"},'
    b'"pull_request":{"number":12},"sender":{"id":1,"login":"ann","type":"User"}}'
)


@dataclass
class GitHub:
    """What GitHub would answer to a setup code; `codes` are those that came."""

    app: AppCredentials = CREDENTIALS
    codes: list[str] = field(default_factory=list[str])

    def convert(self, code: str) -> AppCredentials:
        self.codes.append(code)
        if code != "good":
            raise TellOperator("GitHub does not know this setup code.")
        return self.app


def parts(
    store: Inbox, path: Path, *, given: AppCredentials | None = CREDENTIALS, github: GitHub | None = None
) -> WebParts:
    return WebParts(
        store=store,
        credentials=CredentialsHolder(path, given),
        convert=(github or GitHub()).convert,
        clock=time.time,
        own_url="https://reviewer.example",
        github_url="https://github.com",
        setup_token=TOKEN,
        registry=CollectorRegistry(),
    )


def headers(body: bytes, event: str = "pull_request", guid: str = "g-1", secret: str = SECRET) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": guid,
        "x-hub-signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }


@dataclass(frozen=True)
class Browser:
    """Asks the application without a socket, where HTTP's framing does not matter."""

    app: FastAPI

    def get(self, path: str, **params: str) -> httpx.Response:
        return asyncio.run(self._ask(httpx.Request("GET", f"http://app{path}", params=params)))

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        return asyncio.run(self._ask(httpx.Request("POST", f"http://app{path}", content=body, headers=headers)))

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
            return await client.send(request)


@contextmanager
def serving(app: FastAPI) -> Generator[str]:
    """Give the base URL of the application, served until the block ends."""
    listening = bind("127.0.0.1", 0)
    server = PromptServer(make_server(app).config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.stop()
        thread.join()
        listening.close()
