import pytest

from reviewer.model.policy import Mode
from reviewer.model.queue import Ci, Hold, PersonReview, Say, Turn, turn_of
from reviewer.triage.turn import PATIENCE, Circumstances, hold_of, said_of

NOW = 1e9


@pytest.mark.parametrize(
    ("found", "hold", "turn"),
    [
        (Circumstances(needs_eyes=3), None, Turn.REVIEWER),
        (Circumstances(), None, Turn.REVIEWER),
        (Circumstances(is_draft=True, needs_eyes=3), Hold.DRAFT, Turn.AUTHOR),
        (Circumstances(needs_eyes=3, ci=Ci.RED), Hold.RED, Turn.AUTHOR),
        (Circumstances(needs_eyes=3, ci=Ci.GREEN), None, Turn.REVIEWER),
        (Circumstances(needs_eyes=3, ci=Ci.PENDING, ci_since=NOW - 60), Hold.RUNNING, Turn.CI),
        (Circumstances(needs_eyes=3, ci=Ci.PENDING, ci_since=NOW - PATIENCE), None, Turn.REVIEWER),
        (Circumstances(needs_eyes=3, said=Say.CHANGES), Hold.CHANGES, Turn.AUTHOR),
        (Circumstances(needs_eyes=3, has_questions=True), Hold.QUESTION, Turn.AUTHOR),
        (Circumstances(needs_eyes=0), Hold.AT_REST, Turn.AUTHOR),
        (Circumstances(needs_eyes=3, said=Say.APPROVED), Hold.APPROVED, Turn.AUTHOR),
        (Circumstances(needs_eyes=3, said=Say.APPROVED, mode=Mode.GATE), None, Turn.REVIEWER),
    ],
)
def test_whose_turn_it_is_follows_from_how_the_pull_stands(found: Circumstances, hold: Hold | None, turn: Turn) -> None:
    assert hold_of(found, NOW) is hold
    assert turn_of(hold) is turn


def review(login: str, state: str, head: str = "new") -> PersonReview:
    return PersonReview(login, state, head)


@pytest.mark.parametrize(
    ("reviews", "asked", "said"),
    [
        ([], (), Say.NOTHING),
        ([review("bob", "COMMENTED")], (), Say.NOTHING),
        ([review("bob", "CHANGES_REQUESTED")], (), Say.CHANGES),
        ([review("bob", "CHANGES_REQUESTED"), review("bob", "COMMENTED")], (), Say.CHANGES),
        ([review("bob", "CHANGES_REQUESTED")], ("Bob",), Say.NOTHING),
        ([review("bob", "CHANGES_REQUESTED", "old")], (), Say.NOTHING),
        ([review("bob", "CHANGES_REQUESTED"), review("bob", "DISMISSED")], (), Say.NOTHING),
        ([review("bob", "CHANGES_REQUESTED", "old"), review("eve", "APPROVED")], (), Say.NOTHING),
        ([review("bob", "CHANGES_REQUESTED"), review("bob", "APPROVED")], (), Say.APPROVED),
        ([review("bob", "APPROVED")], (), Say.APPROVED),
        ([review("bob", "APPROVED", "old")], (), Say.NOTHING),
        ([review("bob", "APPROVED")], ("eve",), Say.NOTHING),
        ([review("bob", "APPROVED"), review("eve", "CHANGES_REQUESTED")], (), Say.CHANGES),
    ],
)
def test_the_last_word_of_each_person_about_the_head_counts(
    reviews: list[PersonReview], asked: tuple[str, ...], said: Say
) -> None:
    assert said_of(reviews, "new", asked) is said
