"""Which deliveries are sent for again, and which are not any more."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.work import DeliveryAttempt
from reviewer.worker.missed import KEPT, MOST_ATTEMPTS, Sweep, decide

NOW = 1_000_000.0


def attempt(age: float, *, guid: str = "g", is_ok: bool = False, id: int = 1) -> DeliveryAttempt:  # noqa: A002 - GitHub's word
    return DeliveryAttempt(id, guid, "pull_request", "opened", NOW - age, is_ok)


def sweep(previous_age: float | None = 300.0, *, at: float = NOW, pause: float = 300.0) -> Sweep:
    return Sweep(at, None if previous_age is None else NOW - previous_age, pause)


def again(*attempts: DeliveryAttempt, previous_age: float | None = None) -> list[DeliveryAttempt]:
    return list(decide(attempts, sweep(previous_age)).again)


def failures(count: int, newest_age: float) -> list[DeliveryAttempt]:
    """So many attempts of one delivery, with the waits between them that a sweep leaves."""
    ages = [newest_age + 60.0 * (2.0**count - 2.0**place) for place in range(1, count + 1)]
    return [attempt(age, id=place) for place, age in enumerate(ages)]


def test_a_failed_delivery_is_sent_again_after_a_minute() -> None:
    assert again(attempt(61)) == [attempt(61)]


def test_one_that_failed_just_now_may_still_be_under_way() -> None:
    assert again(attempt(59)) == []


def test_one_that_worked_is_done() -> None:
    assert again(attempt(61, is_ok=True)) == []


def test_one_attempt_that_worked_makes_up_for_those_that_did_not() -> None:
    assert again(attempt(4000, id=1), attempt(3000, id=2, is_ok=True), attempt(2000, id=3)) == []


def test_it_is_the_newest_attempt_that_is_sent_again() -> None:
    older, newer = attempt(4000, id=1), attempt(3000, id=2)
    assert again(newer, older) == [newer]


def test_deliveries_are_told_apart_by_their_guid() -> None:
    assert again(attempt(70), attempt(80, guid="other", is_ok=True)) == [attempt(70)]


def test_the_oldest_delivery_is_sent_first() -> None:
    early, late = attempt(900, guid="early", id=7), attempt(100, guid="late", id=3)
    assert again(late, early) == [early, late]


def test_each_attempt_waits_twice_as_long_as_the_one_before() -> None:
    for count in range(1, MOST_ATTEMPTS):
        wait = 60.0 * 2 ** (count - 1)
        assert again(*failures(count, wait - 1)) == []
        assert len(again(*failures(count, wait))) == 1


def test_what_the_look_before_has_sent_for_is_not_sent_for_again_while_it_is_under_way() -> None:
    assert again(attempt(61), previous_age=0.5) == []


def test_the_eighth_failure_is_the_last() -> None:
    assert again(*failures(MOST_ATTEMPTS, 10_000)) == []


def test_what_is_given_up_is_told_by_one_look_only() -> None:
    tries = failures(MOST_ATTEMPTS, 200)
    looks = [sweep(460.0, at=NOW - 160), sweep(160.0, at=NOW + 140), sweep(-140.0, at=NOW + 440)]
    told = [len(decide(tries, look).given_up) for look in looks]
    assert told == [0, 1, 0]


def test_the_first_look_goes_back_as_far_as_github_remembers() -> None:
    assert sweep(None).since == NOW - KEPT


def test_a_look_after_a_long_silence_begins_before_the_silence() -> None:
    assert sweep(24 * 3600.0).since < NOW - 24 * 3600.0 - 2 * 3600


def test_no_look_goes_back_further_than_github_remembers() -> None:
    assert sweep(30 * 24 * 3600.0).since == NOW - KEPT


def test_a_clock_that_was_set_back_hides_nothing() -> None:
    assert sweep(-7200.0).since == sweep(0.0).since


@given(st.floats(1.0, 14_400.0), st.floats(0.0, 1.0))
def test_whatever_fails_for_ever_gets_as_many_attempts_as_there_are_and_then_rests(pause: float, share: float) -> None:
    """A look every so often, each of which sees only what its own window shows."""
    attempts, previous, told = [attempt(0.0)], None, 0
    for number in range(1, 400):
        look = Sweep(NOW + (number - share) * pause, previous, pause)
        seen = [each for each in attempts if each.delivered_at >= look.since]
        decision = decide(seen, look)
        told += len(decision.given_up)
        attempts += [
            DeliveryAttempt(each.id + 1, each.guid, each.event, each.action, look.began_at, is_ok=False)
            for each in decision.again
        ]
        previous = look.began_at
    assert (len(attempts), told) == (MOST_ATTEMPTS, 1)
