"""Trouble on the way to GitHub becomes an error by who must act, and never a second write."""

import logging
import time
from collections.abc import Callable

import pytest
from github_scene import Shop

from reviewer.errors import TellOperator, TryAgain
from reviewer.github.own import OwnCalls
from reviewer.github.pacing import BURST, SqlPacer
from reviewer.github.tokens import MARGIN, Tokens
from reviewer.model.ids import InstallationId
from reviewer.sandbox.faults import Fault, Moment, primary_limit, secondary_limit
from reviewer.store.database import open_database

BODY = "<!-- reviewer:sticky v1 -->\n3 of 41 units need you"
PULL = "/pulls/[0-9]+$"


def test_a_read_is_repeated_after_a_500(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault("GET", PULL, 2, 500))
    assert shop.forge.read_state(shop.ref()).is_open


def test_a_read_is_repeated_after_a_cut_connection(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault("GET", PULL, 1, is_cut=True))
    assert shop.forge.read_state(shop.ref()).is_open


def test_a_read_that_goes_on_failing_is_for_the_queue(shop: Shop) -> None:
    fault = shop.sandbox.faults.add(Fault("GET", PULL, 9, 503))
    with pytest.raises(TryAgain, match="read acme/shop#1: GitHub answered 503"):
        shop.forge.read_state(shop.ref())
    assert fault.times == 6


def test_an_answer_that_does_not_come_is_for_the_queue(shop: Shop) -> None:
    shop.forge.read_state(shop.ref())
    shop.sandbox.faults.add(Fault("GET", PULL, 1, delay=1.0))
    with pytest.raises(TryAgain, match="did not answer"):
        shop.new_forge(timeout=0.3).read_state(shop.ref())


def test_a_github_that_is_not_there_is_for_the_queue(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault("*", "", 99, is_cut=True))
    with pytest.raises(TryAgain, match="get a token"):
        shop.forge.read_state(shop.ref())


def test_a_secondary_limit_says_when_to_come_back_and_nobody_sleeps(shop: Shop) -> None:
    shop.sandbox.faults.add(secondary_limit("GET", PULL, retry_after=47))
    begun = time.monotonic()
    with pytest.raises(TryAgain) as limited:
        shop.forge.read_state(shop.ref())
    assert limited.value.after == 47
    assert time.monotonic() - begun < 5


def test_a_primary_limit_says_when_to_come_back(shop: Shop) -> None:
    shop.sandbox.faults.add(primary_limit("GET", PULL, reset=int(time.time()) + 1800))
    with pytest.raises(TryAgain) as limited:
        shop.forge.read_state(shop.ref())
    assert limited.value.after == pytest.approx(1800, abs=5)


@pytest.mark.parametrize(
    ("status", "message"), [(429, "Too many requests"), (403, "You have exceeded a secondary rate limit.")]
)
def test_a_limit_without_a_time_is_a_minute(shop: Shop, status: int, message: str) -> None:
    shop.sandbox.faults.add(Fault("GET", PULL, 1, status, message=message))
    with pytest.raises(TryAgain) as limited:
        shop.forge.read_state(shop.ref())
    assert limited.value.after == 60


def test_a_limit_holds_the_other_workers_too(shop: Shop) -> None:
    shop.sandbox.faults.add(secondary_limit("GET", PULL, retry_after=47))
    with pytest.raises(TryAgain):
        shop.forge.read_state(shop.ref())
    with pytest.raises(TryAgain) as held:
        shop.new_forge().write_comment(shop.ref(), BODY, None)
    assert held.value.after == pytest.approx(47, abs=2)


def test_a_limited_create_is_not_repeated(shop: Shop) -> None:
    fault = shop.sandbox.faults.add(secondary_limit("POST", "/comments$", retry_after=1, times=9))
    with pytest.raises(TryAgain):
        shop.forge.write_comment(shop.ref(), BODY, None)
    assert (fault.times, shop.pull.comments()) == (8, [])


class Unheard(SqlPacer):
    """A pacer whose database is away just when GitHub's limit is to be noted."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(open_database("sqlite://"), clock)

    def held(self, installation: InstallationId) -> float:
        return 0.0

    def hold(self, installation: InstallationId, seconds: float) -> None:
        raise TryAgain("the database is away")


def test_writes_beyond_the_pace_wait_in_the_queue(shop: Shop) -> None:
    other_worker = shop.new_pacer()
    for _ in range(BURST + 5):
        other_worker.book(shop.repository.installation, 100)
    with pytest.raises(TryAgain, match="has written enough for now") as paced:
        shop.forge.write_comment(shop.ref(), BODY, None)
    # Booking took a while of its own, on a busy machine.
    assert 2 < (paced.value.after or 0) <= 6


def test_a_limit_of_githubs_is_told_also_when_nobody_else_can_be(shop: Shop) -> None:
    shop.sandbox.faults.add(secondary_limit("GET", PULL, retry_after=47))
    forge = shop.new_forge(pacer=Unheard(shop.now))
    with pytest.raises(TryAgain) as limited:
        forge.read_state(shop.ref())
    assert limited.value.after == 47


def test_a_token_that_ends_midway_is_replaced(shop: Shop) -> None:
    shop.forge.read_state(shop.ref())
    shop.sandbox.world.tokens.clear()
    shop.forge.write_comment(shop.ref(), BODY, None)
    assert len(shop.pull.comments()) == 1


def test_git_gets_a_new_token_after_one_that_it_refused(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault("GET", "/acme/shop.git/", 1, 401))
    with pytest.raises(TryAgain):
        shop.forge.fetch_pull(shop.ref())
    assert shop.forge.fetch_pull(shop.ref()).head == shop.pull.head_sha
    assert len(shop.sandbox.world.tokens) == 2


def test_a_token_near_its_end_is_not_used_any_more(shop: Shop) -> None:
    shop.forge.read_state(shop.ref())
    shop.offset = 3600.0 - MARGIN + 10
    shop.forge.read_state(shop.ref())
    assert len(shop.sandbox.world.tokens) == 2


def test_a_token_is_used_for_many_calls(shop: Shop) -> None:
    for _ in range(3):
        shop.forge.read_state(shop.ref())
    assert len(shop.sandbox.world.tokens) == 1


def test_tokens_are_longer_than_they_used_to_be(shop: Shop) -> None:
    shop.forge.fetch_pull(shop.ref())
    assert min(map(len, shop.sandbox.world.tokens)) > 255


def test_no_token_and_no_key_is_logged_or_printed(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shop.forge.fetch_pull(shop.ref())
    shop.forge.write_comment(shop.ref(), BODY, None)
    token = Tokens(OwnCalls(shop.connection, shop.credentials), shop.now).get(shop.repository.installation)
    shown = caplog.text + repr(shop.forge) + repr(token) + repr(shop.credentials)
    assert [secret for secret in ("ghs_", "PRIVATE KEY", shop.app.webhook_secret) if secret in shown] == []


def test_a_key_of_another_app_is_told_to_the_operator(shop: Shop) -> None:
    other = shop.sandbox.create_app("acme", '{"name": "Other", "url": "https://other.example"}')
    with pytest.raises(TellOperator, match="App id and the private key belong together, and that the clock here is"):
        shop.new_forge(private_key=other.private_key).read_state(shop.ref())


def test_a_clock_that_is_wrong_is_told_to_the_operator(shop: Shop) -> None:
    shop.sandbox.clock.move(-7200)
    with pytest.raises(TellOperator, match="the clock here is right"):
        shop.forge.read_state(shop.ref())


@pytest.mark.parametrize("key", ["not a key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"])
def test_a_key_that_is_none_is_told_to_the_operator(shop: Shop, key: str) -> None:
    with pytest.raises(TellOperator, match="private key cannot be read"):
        shop.new_forge(private_key=key).read_state(shop.ref())


def test_an_answer_that_is_not_githubs_is_for_the_queue(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault("GET", PULL, 1, 200, message="<html>"))
    with pytest.raises(TryAgain, match="not what it documents"):
        shop.forge.read_state(shop.ref())


def test_building_a_forge_reaches_for_nothing(shop: Shop) -> None:
    fault = shop.sandbox.faults.add(Fault("*", "", 1, 500, Moment.BEFORE))
    paces = shop.folder / "nobody-wrote.db"
    shop.new_forge(pacer=SqlPacer(open_database(f"sqlite:///{paces}"), shop.now))
    assert (fault.times, paces.exists()) == (1, False)
