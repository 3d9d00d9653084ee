"""The one thread that sends webhooks, in the order they were posted unless a fault says otherwise."""

import hashlib
import hmac
import ssl
import time
from threading import Thread

import httpx

from reviewer.sandbox.faults import DeliveryFaults
from reviewer.sandbox.observer import Observer
from reviewer.sandbox.state.accounts import App
from reviewer.sandbox.state.hooks import Delivery
from reviewer.sandbox.state.outbox import Parcel
from reviewer.sandbox.state.world import World

# https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
TIMEOUT = 10.0
# Hooks of a sandbox are on loopback, without TLS: loading the world's certificates would cost each start 40 ms.
_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
# Every delivery has a connection of its own, so that an App that was restarted is not taken for one that is down.
_FRESH = httpx.Limits(max_keepalive_connections=0)


def signed_headers(app: App, delivery: Delivery) -> dict[str, str]:
    """Return the headers GitHub sends with a delivery, the signature over its raw body among them."""
    digest = hmac.new(app.webhook_secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    return {
        "Accept": "*/*",
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/sandbox",
        "X-GitHub-Delivery": delivery.guid,
        "X-GitHub-Event": delivery.event,
        "X-GitHub-Hook-ID": str(app.hook_id),
        "X-GitHub-Hook-Installation-Target-ID": str(app.id),
        "X-GitHub-Hook-Installation-Target-Type": "integration",
        "X-Hub-Signature-256": f"sha256={digest}",
    }


class Sender:
    """Takes parcels from the outbox and delivers them until it is told to stop."""

    def __init__(self, world: World, faults: DeliveryFaults, observer: Observer | None) -> None:
        self._world = world
        self._faults = faults
        self._observer = observer
        self._thread = Thread(target=self._run, name="sandbox-webhooks", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more than what is under way, and return when that is done."""
        self._world.outbox.waiting.put(None)
        self._thread.join(TIMEOUT + 5)

    def _run(self) -> None:
        with httpx.Client(timeout=TIMEOUT, limits=_FRESH, verify=_NOBODY, trust_env=False) as client:
            while (parcel := self._world.outbox.waiting.get()) is not None:
                for one in self._faults.route(parcel):
                    self._deliver(client, one)
                self._world.outbox.waiting.task_done()

    def _deliver(self, client: httpx.Client, parcel: Parcel) -> None:
        app, delivery = parcel.app, parcel.delivery
        if self._observer is not None:
            self._observer.webhook(delivery.event, delivery.body)
        headers = signed_headers(app, delivery)
        begun = time.monotonic()
        try:
            answer = client.post(app.hook_url, content=delivery.body, headers=headers)
        except httpx.TimeoutException:
            result = ("timed out", 504, dict[str, str](), "")
        except httpx.HTTPError:
            result = ("failed to connect to host", 502, dict[str, str](), "")
        else:
            status = "OK" if answer.is_success else f"Invalid HTTP Response: {answer.status_code}"
            result = (status, answer.status_code, dict(answer.headers), answer.text)
        with self._world.lock:
            delivery.request_headers = headers
            delivery.duration = round(time.monotonic() - begun, 2)
            delivery.status, delivery.status_code, delivery.response_headers, delivery.response_body = result
