"""Deliveries that GitHub could not hand over, found and sent for again: it never does that by itself."""

from collections.abc import Sequence

import structlog

from reviewer.errors import Gone
from reviewer.model.orders import pause_of, sweep_order
from reviewer.model.work import DeliveryAttempt, Order
from reviewer.worker.missed import Sweep, decide
from reviewer.worker.ports import Ports

log = structlog.get_logger()

MOST_SENT = 100
"""As many are sent for in one look, a second each; the rest in the next, which then follows at once."""


def sweep(ports: Ports, order: Order) -> None:
    """Have GitHub send again what it could not deliver; a webhook that comes twice is one (law 9).

    The look is remembered only when all of it is done: else it is made again from where the one before it began.
    """
    pause = pause_of(order)
    look = Sweep(ports.store.now(), ports.store.swept_at(), pause)
    attempts = ports.forge.attempts(look.since)
    decision = decide(attempts.listed, look)
    _send(ports, decision.again[:MOST_SENT])
    if len(decision.again) > MOST_SENT:
        ports.store.order([sweep_order(pause)])
        return
    for attempt in decision.given_up:
        log.error("delivery given up", **_named(attempt))
    if attempts.is_cut:
        oldest = min((each.delivered_at for each in attempts.listed), default=look.began_at)
        log.error("deliveries not looked at", since=look.since, before=oldest)
        return
    ports.store.set_swept_at(look.began_at)


def _send(ports: Ports, attempts: Sequence[DeliveryAttempt]) -> None:
    for attempt in attempts:
        try:
            ports.forge.redeliver(attempt)
        except Gone as error:
            # One that is past help must not keep back those that come after it.
            log.warning("delivery not sent again", **_named(attempt), why=str(error))
        else:
            log.warning("delivery sent for again", **_named(attempt))


def _named(attempt: DeliveryAttempt) -> dict[str, str | None]:
    return {"delivery": attempt.guid, "github_event": attempt.event, "action": attempt.action}
