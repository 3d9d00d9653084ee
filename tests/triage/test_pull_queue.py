from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage.waiting_pulls import (
    ALWAYS,
    NOON,
    RULES,
    mixed,
    numbers,
    onto,
    placed,
    pull,
    queues,
    touching,
)

from reviewer.model.ids import PullNumber
from reviewer.model.queue import DEFAULT_SLAS, Handover, Hold, PullClass, QueueBand, Terms, Turn, Waiting
from reviewer.model.risk import Band
from reviewer.triage.queue import PINNED_PAST, Viewer, class_of, is_pinned, rank, score, waited

TERMS = st.builds(
    Terms,
    pull_class=st.sampled_from(PullClass),
    sla=st.floats(0.5, 80),
    age=st.floats(0, 2000),
    dependants=st.integers(0, 9),
    risk=st.floats(0, 1),
    overlap=st.floats(0, 1),
    minutes=st.floats(1, 200),
)


def test_the_score_is_that_of_the_design() -> None:
    terms = Terms(PullClass.BLOCKING, sla=8, age=4, dependants=2, risk=0.5, overlap=0.5, minutes=10)
    assert score(terms) == pytest.approx(3 * (1 + 0.25) * (1 + 0.5 * 2) * (1 + 0.6 * 0.5) * (1 + 0.3 * 0.5) / 10**0.7)


@given(TERMS, st.floats(0, 500))
def test_the_score_rises_with_age(terms: Terms, more: float) -> None:
    assert score(replace(terms, age=terms.age + more)) >= score(terms)


@given(TERMS, st.integers(0, 9))
def test_the_score_rises_with_dependants(terms: Terms, more: int) -> None:
    assert score(replace(terms, dependants=terms.dependants + more)) >= score(terms)


@given(TERMS, st.floats(0, 100))
def test_the_score_falls_with_effort(terms: Terms, more: float) -> None:
    assert score(replace(terms, minutes=terms.minutes + more)) <= score(terms)


@given(TERMS)
def test_the_score_rises_with_class(terms: Terms) -> None:
    scores = [score(replace(terms, pull_class=each, sla=DEFAULT_SLAS[each])) for each in PullClass]
    assert scores == sorted(scores, reverse=True)


@given(mixed())
def test_each_pull_that_waits_on_reviewers_has_one_place_and_no_other_has(pulls: list[Waiting]) -> None:
    found = rank(pulls, ALWAYS, NOON)
    assert [each.place for each in found.placed] == list(range(1, len(found.placed) + 1))
    assert sorted(numbers(found)) == [each.number for each in pulls if each.turn is Turn.REVIEWER]
    assert [each.number for each in found.others] == [each.number for each in pulls if each.turn is not Turn.REVIEWER]


@given(mixed(), st.randoms(use_true_random=False))
def test_the_order_in_which_pulls_are_told_changes_nothing(pulls: list[Waiting], shuffle: Any) -> None:
    other = list(pulls)
    shuffle.shuffle(other)
    assert rank(other, ALWAYS, NOON) == rank(pulls, ALWAYS, NOON)


@given(queues(), st.data())
def test_a_pull_never_loses_places_for_having_waited_longer(pulls: list[Waiting], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(pulls))
    since = chosen.handovers[0].at - data.draw(st.floats(0, 1e6))
    _stands_no_lower(pulls, replace(chosen, handovers=(Handover(since, Turn.REVIEWER),)))


@given(queues(), st.data())
def test_a_pull_never_loses_places_for_being_less_work(pulls: list[Waiting], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(pulls))
    _stands_no_lower(pulls, replace(chosen, minutes=data.draw(st.integers(1, chosen.minutes))))


@given(queues(), st.data())
def test_a_pull_never_loses_places_for_a_more_urgent_label(pulls: list[Waiting], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(pulls))
    _stands_no_lower(
        pulls, replace(chosen, labels=(*chosen.labels, data.draw(st.sampled_from(["hotfix", "blocking"]))))
    )


@given(queues(least=2), st.data())
def test_a_pull_never_loses_places_for_one_more_that_is_stacked_on_it(
    pulls: list[Waiting], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(pulls))
    # Not one of those that are there: to be stacked on this one it would leave another.
    new = replace(pull(99), base_branch=chosen.head_branch, hold=Hold.DRAFT)
    assert placed([*pulls, new], chosen.number).place <= placed(pulls, chosen.number).place


def _stands_no_lower(pulls: list[Waiting], changed: Waiting) -> None:
    after = [changed if each.number == changed.number else each for each in pulls]
    assert placed(after, changed.number).place <= placed(pulls, changed.number).place


@given(queues(), st.data())
def test_whatever_else_waits_a_pull_that_waits_long_enough_comes_first(
    pulls: list[Waiting], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(pulls))
    patient = replace(chosen, handovers=(Handover(NOON - 3600 * 1e6, Turn.REVIEWER),))
    assert placed([patient if each is chosen else each for each in pulls], chosen.number).place == 1


def test_a_chore_is_read_when_its_time_has_come_though_a_hotfix_comes_every_hour() -> None:
    chore, read = pull(1, "chore", hours=0, minutes=90), list[int]()
    waiting = [chore]
    for hour in range(1, 200):
        now = NOON + 3600 * hour
        urgent = replace(pull(hour + 1, "hotfix"), handovers=(Handover(now, Turn.REVIEWER),))
        first = rank([*waiting, urgent], ALWAYS, now).placed[0].pull
        waiting = [each for each in (*waiting, urgent) if each.number != first.number]
        read.append(first.number)
    assert read.index(1) + 1 <= PINNED_PAST * DEFAULT_SLAS[PullClass.CHORE] + 1


@given(queues())
def test_what_is_pinned_stands_above_what_is_not(pulls: list[Waiting]) -> None:
    by_rule = [each for each in rank(pulls, ALWAYS, NOON).placed if not each.has_slot]
    assert all(one.is_pinned or not other.is_pinned for one, other in pairwise(by_rule))
    assert all(each.is_pinned == is_pinned(each.terms) for each in by_rule)


@given(queues())
def test_among_equals_the_higher_score_comes_first(pulls: list[Waiting]) -> None:
    by_rule = [each for each in rank(pulls, ALWAYS, NOON).placed if not each.has_slot]
    assert all(one.score >= other.score for one, other in pairwise(by_rule) if one.is_pinned == other.is_pinned)


@given(queues())
def test_one_of_the_first_three_is_of_high_risk_where_any_waits(pulls: list[Waiting]) -> None:
    found = rank(pulls, ALWAYS, NOON).placed
    is_any = any(each.pull.is_high for each in found)
    assert any(each.pull.is_high for each in found[:3]) == is_any
    assert sum(each.has_slot for each in found) <= 1


def test_the_slot_is_the_third_place_and_no_higher() -> None:
    pulls = [pull(number, "hotfix") for number in range(1, 6)]
    risky = pull(9, band=Band.CRITICAL, minutes=40)
    assert numbers(rank([*pulls, risky], ALWAYS, NOON)) == [1, 2, 9, 3, 4, 5]
    assert placed([*pulls, risky], 9).has_slot


def test_a_pull_of_high_risk_wants_an_owner_until_somebody_is_asked() -> None:
    risky = pull(1, band=Band.HIGH)
    assert placed([risky], 1).wants_owner
    assert not placed([replace(risky, asked=("bob",))], 1).wants_owner
    assert not placed([pull(1, band=Band.MEDIUM)], 1).wants_owner


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ((), PullClass.NORMAL),
        (("bug",), PullClass.NORMAL),
        (("Hotfix",), PullClass.HOTFIX),
        (("chore", "blocking"), PullClass.BLOCKING),
    ],
)
def test_the_most_urgent_label_says_the_class(labels: tuple[str, ...], found: PullClass) -> None:
    assert class_of(labels, RULES) is found


def test_the_clock_stands_while_it_is_the_turn_of_another() -> None:
    turns = ((6, Turn.REVIEWER), (5, Turn.AUTHOR), (2, Turn.CI), (1, Turn.REVIEWER))
    handovers = tuple(Handover(NOON - hours * 3600, turn) for hours, turn in turns)
    assert waited(replace(pull(1), handovers=handovers), ALWAYS.hours, NOON) == pytest.approx(2)


def test_a_weekend_makes_nothing_older() -> None:
    friday_evening = NOON + 86400 + 5 * 3600
    waiting = replace(pull(1), handovers=(Handover(friday_evening, Turn.REVIEWER),))
    assert waited(waiting, RULES.hours, friday_evening + 60 * 3600) == 0


def test_the_pull_below_gains_by_the_whole_stack() -> None:
    first, other = pull(1), pull(4)
    second = onto(pull(2), first)
    third = onto(pull(3), second)
    found = placed([first, second, third, other], 1)
    assert (found.terms.dependants, found.blocks) == (2, (2, 3))
    assert placed([first, second, third, other], 2).stacked_on == 1


def test_pulls_stacked_on_each_other_in_a_ring_are_told_once_each() -> None:
    first, second = replace(pull(1), base_branch="topic-2"), replace(pull(2), base_branch="topic-1")
    assert placed([first, second], 1).blocks == (2,)
    assert placed([first, second], 2).blocks == (1,)


def test_nothing_is_stacked_on_a_branch_without_a_name() -> None:
    fork, other = replace(pull(1), head_branch=""), replace(pull(2), base_branch="")
    assert placed([fork, other], 1).blocks == ()


def test_two_pulls_that_change_the_same_item_overlap() -> None:
    one = touching(pull(1), ("pay/client.py", "charge"), ("pay/retry.py", "delays"))
    other = touching(pull(2), ("pay/client.py", "charge"))
    assert placed([one, other, pull(3)], 1).overlaps == (2,)
    assert placed([one, other], 1).terms.overlap == 1
    assert placed([one, other, pull(3)], 3).overlaps == ()


def test_the_same_file_counts_half() -> None:
    one = touching(pull(1), ("pay/client.py", "charge"))
    other = touching(pull(2), ("pay/client.py", "refund"))
    assert placed([one, other], 1).terms.overlap == pytest.approx(0.5)


def test_what_every_pull_touches_is_no_overlap() -> None:
    pulls = [touching(pull(number), ("CHANGELOG.md", "")) for number in range(1, 20)]
    assert placed(pulls, 1).terms.overlap == 0


def test_who_asks_is_not_shown_pulls_of_their_own_and_needs_longer_for_unknown_files() -> None:
    own = replace(pull(1), author="Bob")
    known, strange = (touching(pull(number), (path, "")) for number, path in ((2, "pay/client.py"), (3, "web/view.ts")))
    found = rank([own, known, strange], ALWAYS, NOON, Viewer("bob", frozenset({"pay/client.py"})))
    assert [(each.pull.number, each.terms.minutes) for each in found.placed] == [(2, 10), (3, 15)]


def test_the_bands_are_three_places_then_seven_then_the_rest() -> None:
    found = rank([pull(number) for number in range(1, 13)], ALWAYS, NOON)
    bands = [each.band for each in found.placed]
    assert bands == [QueueBand.NEXT_UP] * 3 + [QueueBand.SOON] * 7 + [QueueBand.LATER] * 2


def test_equal_pulls_stand_by_number() -> None:
    assert numbers(rank([pull(3), pull(1), pull(2)], ALWAYS, NOON)) == [1, 2, 3]
    assert rank([pull(1)], ALWAYS, NOON).place_of(PullNumber(7)) is None


def test_known_risk_counts_as_its_percentile() -> None:
    known = replace(pull(1, band=Band.LOW), percentile=30.0)
    assert placed([known], 1).terms.risk == pytest.approx(0.3)
    assert placed([pull(1, band=Band.CRITICAL)], 1).terms.risk == pytest.approx(0.95)
