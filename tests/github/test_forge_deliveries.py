"""Deliveries as GitHub keeps them: listed by cursor, sent once more, and no longer than it keeps them."""

import time

import pytest
from github_scene import Shop
from worker_hands import Hands

from reviewer.errors import Gone, TryAgain
from reviewer.github.deliveries import list_attempts
from reviewer.github.own import OwnCalls
from reviewer.github.pacing import BURST
from reviewer.model.ids import InstallationId
from reviewer.model.orders import sweep_order
from reviewer.model.work import Attempts, DeliveryAttempt
from reviewer.sandbox.faults import Fault
from reviewer.sandbox.hooks.announce import announce_ping
from reviewer.sandbox.state.hooks import Delivery

NOBODY = "http://127.0.0.1:9/webhook"


def send(shop: Shop, count: int) -> list[Delivery]:
    """Have GitHub try to deliver to an App that is down."""
    shop.app.hook_url, shop.app.is_hook_active = NOBODY, True
    for _ in range(count):
        announce_ping(shop.sandbox.world, shop.app)
    shop.sandbox.wait_for_deliveries()
    return shop.sandbox.deliveries(shop.app)


def redelivered(shop: Shop) -> list[str]:
    shop.sandbox.wait_for_deliveries()
    return [delivery.guid for delivery in shop.sandbox.deliveries(shop.app) if delivery.is_redelivery]


def send_earlier(shop: Shop, seconds: float, count: int = 1) -> list[Delivery]:
    """Let deliveries fail that many seconds ago."""
    shop.sandbox.clock.move(-seconds)
    sent = send(shop, count)
    shop.sandbox.clock.move(seconds)
    return sent


def test_attempts_are_listed_over_all_pages_newest_first(shop: Shop) -> None:
    sent = send(shop, 101)
    listed = shop.forge.attempts(0.0).listed
    assert [each.id for each in listed] == [each.id for each in reversed(sent)]
    assert {(each.event, each.action, each.is_ok) for each in listed} == {("ping", None, False)}


def test_a_list_that_is_longer_than_is_read_says_so(shop: Shop) -> None:
    send(shop, 101)
    own = OwnCalls(shop.connection, shop.credentials)
    cut, whole = (list_attempts(own, 0.0, pages) for pages in (1, 2))
    assert [(len(each.listed), each.is_cut) for each in (cut, whole)] == [(100, True), (101, False)]


def test_no_page_is_read_that_is_too_old(shop: Shop) -> None:
    send_earlier(shop, 3600, 101)
    asked = shop.sandbox.faults.add(Fault("GET", "/app/hook/deliveries$", 9))
    assert shop.forge.attempts(time.time() - 60) == Attempts([])
    assert asked.times == 8


def test_a_delivery_is_sent_again_under_its_guid(shop: Shop) -> None:
    (sent,) = send(shop, 1)
    shop.forge.redeliver(shop.forge.attempts(0.0).listed[0])
    assert redelivered(shop) == [sent.guid]


def test_a_delivery_that_github_has_forgotten_is_gone(shop: Shop) -> None:
    send(shop, 1)
    attempt = shop.forge.attempts(0.0).listed[0]
    shop.sandbox.world.apps[shop.app.id].deliveries.clear()
    with pytest.raises(Gone, match="sent again: GitHub answered 404"):
        shop.forge.redeliver(attempt)


@pytest.mark.parametrize("status", [400, 422])
def test_a_delivery_that_github_will_not_send_again_is_gone(shop: Shop, status: int) -> None:
    send(shop, 1)
    shop.sandbox.faults.add(Fault("POST", "/attempts$", 1, status, message="Hook is not active"))
    with pytest.raises(Gone, match="Hook is not active"):
        shop.forge.redeliver(shop.forge.attempts(0.0).listed[0])


def test_redeliveries_are_paced(shop: Shop) -> None:
    send(shop, 1)
    pacer = shop.forge._parts.pacer
    for _ in range(BURST + 5):
        pacer.book(InstallationId(0), 100)
    with pytest.raises(TryAgain, match="written enough for now"):
        shop.forge.redeliver(shop.forge.attempts(0.0).listed[0])


def test_a_sweep_sends_for_what_was_missed_and_leaves_the_rest(hands: Hands) -> None:
    shop = hands.shop
    (missed,) = send_earlier(shop, 600)
    send(shop, 1)
    hands.do(sweep_order(300.0))
    assert redelivered(shop) == [missed.guid]


def test_a_second_sweep_does_not_send_for_it_again(hands: Hands) -> None:
    shop = hands.shop
    (missed,) = send_earlier(shop, 600)
    hands.do(sweep_order(300.0))
    hands.do(sweep_order(300.0))
    assert redelivered(shop) == [missed.guid]


def test_a_delivery_past_help_does_not_keep_back_the_others(hands: Hands) -> None:
    shop = hands.shop
    first, second = send_earlier(shop, 600, 2)
    shop.sandbox.faults.add(Fault("POST", f"/{first.id}/attempts$", 1, 422))
    hands.do(sweep_order(300.0))
    assert redelivered(shop) == [second.guid]


def test_a_sweep_that_failed_half_way_is_made_again(hands: Hands) -> None:
    shop = hands.shop
    first, second = send_earlier(shop, 600, 2)
    shop.sandbox.faults.add(Fault("POST", f"/{second.id}/attempts$", 1, 502))
    hands.store.order([sweep_order(300.0)])
    job = hands.claim()
    assert job is not None
    with pytest.raises(TryAgain):
        hands.worker.perform(job)
    assert hands.store.swept_at() is None
    hands.worker.perform(job)
    assert set(redelivered(shop)) == {first.guid, second.guid}


@pytest.mark.parametrize("status", [("OK", 200), ("Accepted", 202)])
def test_an_attempt_as_github_lists_it_is_known_by_its_outcome(shop: Shop, status: tuple[str, int]) -> None:
    (sent,) = send(shop, 1)
    sent.status, sent.status_code = status
    at = int(sent.delivered_at.timestamp())
    assert shop.forge.attempts(0.0).listed == [DeliveryAttempt(sent.id, sent.guid, "ping", None, at, is_ok=True)]
