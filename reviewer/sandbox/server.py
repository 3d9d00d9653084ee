"""Start a GitHub on loopback, in a background thread of this process.

    with start_sandbox(tmp_path) as sandbox:
        sandbox.create_organisation("acme", members=["lea", "tom"])
        shop = sandbox.create_repository("acme", "shop", source=path_of_a_local_git_repository)
        app = sandbox.create_app("acme", manifest)          # or through the pages, as a person would
        sandbox.install_app(app, "acme")
        shop.push("feature", source=path_of_a_local_git_repository, commit="HEAD", by="lea")
        pull = shop.open_pull(NewPull("Retry failed charges", head="feature", author="lea"))
        sandbox.wait_for_deliveries()
        pull.tick("Retry around the charge", by="tom")
        assert "4 of 41 units" in pull.comments()[0].body

The REST API is under `sandbox.url + "/api/v3"`, git under `sandbox.url + "/acme/shop.git"`, and the pages under
`sandbox.url + "/acme/shop/pull/1"`. `app.id`, `app.private_key` and `app.webhook_secret` are what the App must know.
"""

import logging
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn

from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.faults import DeliveryFaults, Faults
from reviewer.sandbox.hooks.sender import Sender
from reviewer.sandbox.observer import Observer
from reviewer.sandbox.rest.answer import Desk
from reviewer.sandbox.rest.limits import Limits
from reviewer.sandbox.state.world import World
from reviewer.sandbox.web.prompt import PromptServer
from reviewer.sandbox.web.site import build_site
from reviewer.sandbox.web.trouble import CuttableProtocol

_HOST = "127.0.0.1"
_PATIENCE = 15.0


@contextmanager
def start_sandbox(root: Path, port: int = 0, *, observer: Observer | None = None) -> Generator[Sandbox]:
    """Run the sandbox until the block ends; its repositories live under `root`. Port 0 takes any free one.

    `observer` is shown every REST exchange and every webhook.
    """
    world = World(root)
    faults, delivery_faults, limits = Faults(), DeliveryFaults(), Limits()
    listener = socket.create_server((_HOST, port))
    world.url = f"http://{_HOST}:{listener.getsockname()[1]}"
    site = build_site(Desk(world, limits), faults, observer)
    config = uvicorn.Config(
        site, log_level=logging.WARNING, http=CuttableProtocol, lifespan="off", access_log=False, date_header=False
    )
    server = PromptServer(config)
    thread = Thread(target=server.run, args=([listener],), name="sandbox-http", daemon=True)
    sender = Sender(world, delivery_faults, observer)
    thread.start()
    sender.start()
    try:
        _wait_until_up(server)
        yield Sandbox(world, faults, delivery_faults, limits)
    finally:
        sender.stop()
        server.stop()
        thread.join(_PATIENCE)
        listener.close()


def _wait_until_up(server: uvicorn.Server) -> None:
    end = time.monotonic() + _PATIENCE
    while not server.started:
        if time.monotonic() > end:
            message = f"the sandbox did not start within {_PATIENCE:.0f} s: look at the log of uvicorn above"
            raise RuntimeError(message)
        time.sleep(0.01)
