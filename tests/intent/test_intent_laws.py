import time
from dataclasses import replace

import pytest
from facts.change_making import changes, make_unit
from hypothesis import given
from hypothesis import strategies as st

from reviewer.intent.check import check_intent
from reviewer.intent.goal import find_goal
from reviewer.intent.sentences import LONGEST
from reviewer.intent.statements import statements
from reviewer.intent.why import find_why
from reviewer.model.ids import Sha
from reviewer.model.intent import Intent, Source, Verdict
from reviewer.model.pulls import Commit, Issue, Prose
from reviewer.model.units import ChangeUnit

MARKUP = st.text(alphabet=st.sampled_from(list("ab A.`*_#<>-![]()/:\n\"'$@\u202e\u200b|~0")), max_size=200)
PHRASES = st.sampled_from(
    ("refactoring only", "Adds `charge`", "docs only", "no API changes", "because it was slow", "Bump a from 1 to 2")
)
TEXTS = st.lists(MARKUP | PHRASES, max_size=6).map("\n".join)


def commit(message: str, sha: str = "0123456789abcdef") -> Commit:
    return Commit(Sha(sha), message, "somebody", 0)


def why_of(body: str) -> str | None:
    found = find_why(Prose(body=body))
    return found.text if found else None


def intent_of(title: str, *units: ChangeUnit, body: str = "") -> Intent:
    return check_intent(Prose(title, body), units, [])


@given(TEXTS, TEXTS, changes(5))
def test_no_prose_raises_and_every_unit_is_explained_or_not(title: str, body: str, units: list[ChangeUnit]) -> None:
    prose = Prose(title, body, (commit(body),), (Issue("#1", title, body),))
    intent = check_intent(prose, units, [])
    counted = {unit.fingerprint for unit in units if unit.proof is None and unit.exempt is None}
    assert intent.unexplained <= counted


@given(TEXTS, TEXTS)
def test_a_quote_is_bounded_and_on_one_line(title: str, body: str) -> None:
    intent = check_intent(Prose(title, body), [], [])
    quotes = [intent.goal, intent.why, *(claim.quote for claim in intent.claims)]
    assert all(len(quote.text) <= LONGEST and "\n" not in quote.text for quote in quotes if quote)


@given(TEXTS)
def test_a_why_is_verbatim(body: str) -> None:
    why = why_of(body)
    assert why is None or "".join(why.removesuffix(" …").split()) in "".join(body.split())


@pytest.mark.xfail(reason="a known bug: a tag at the end of a line before the reason is dropped from the quote")
def test_a_why_is_verbatim_beside_a_tag() -> None:
    body = "0<A>\nbecause it was slow"
    why = why_of(body)
    assert why is None or "".join(why.split()) in "".join(body.split())


@pytest.mark.parametrize(
    "body",
    [
        "a" * 1_000_000,
        "because " * 100_000,
        "<!--" * 100_000,
        "`" * 300_000,
        "- [x] " * 90_000,
        "a/" * 200_000,
        "<a" * 200_000,
    ],
)
def test_hostile_lengths_take_no_time(body: str) -> None:
    began = time.perf_counter()
    intent_of(body[:100_000], make_unit(), body=body)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "sentence",
    [
        "We retry because the bank times out.",
        "Cache the rates so that a page needs one call.",
        "The limit is raised in order to let large shops in.",
        "Charges failed due to a wrong time zone.",
        "This drops the lock, since it was never contended.",
        "Pin the version to avoid the broken release.",
        "Support got 40 tickets about double declines.",
        "To prevent lost updates, the row is locked.",
    ],
)
def test_a_sentence_with_a_reason_is_the_why(sentence: str) -> None:
    assert why_of(f"Change the client. {sentence} More text here.") == sentence


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Add a retry around the charge.",
        "Fixes #12",
        "Is it slow because of the cache?",
        "This has been broken since 2.0.",
        "The release is due to land on Monday.",
        "I do not know how to fix the other one.",
        "> It is slow because of the cache.",
        "```\nbecause\n```",
        "<!-- Explain why, because we read this. -->",
        "## Why\n\nN/A",
        "## Why\n\nDescribe why you make this change",
        "## Motivation\n\n<!-- why? -->\n\n## What\n\nAdd a retry.",
        "<details>\nfaster because of the cache\n</details>",
        "- [ ] I added tests because they are needed",
    ],
)
def test_what_gives_no_reason_is_not_stated(body: str) -> None:
    assert why_of(body) is None


@pytest.mark.parametrize(
    "body", ["## Why\n\nShops lost money.", "**Why:** Shops lost money.", "Motivation:\nShops lost money."]
)
def test_a_section_that_asks_why_is_answered_by_its_first_sentence(body: str) -> None:
    assert why_of(f"Add a retry.\n\n{body}") == "Shops lost money."


def test_a_why_may_come_from_an_issue_with_its_reference() -> None:
    why = find_why(
        Prose("Retry", "Fixes #12", issues=(Issue("#12", "Charges fail", "They fail because banks are slow."),))
    )
    assert why is not None
    assert (why.source, why.reference) == (Source.ISSUE, "#12")


def test_a_why_may_come_from_a_commit_with_its_short_sha() -> None:
    why = find_why(Prose(commits=(commit("Retry\n\nNeeded because banks are slow."),)))
    assert why is not None
    assert (why.source, why.reference) == (Source.COMMIT, "0123456")


@pytest.mark.parametrize(
    ("prose", "source"),
    [
        (Prose("Title here", "A goal is stated here."), Source.BODY),
        (Prose("Title here", "## Summary\n\n<!-- nothing -->\n\nFixes #3"), Source.TITLE),
        (Prose(issues=(Issue("#3", "Charges fail often", ""),)), Source.ISSUE),
        (Prose(commits=(commit("Merge branch 'main'"), commit("Retry the charge"))), Source.COMMIT),
    ],
)
def test_the_goal_comes_from_the_nearest_place_that_states_one(prose: Prose, source: Source) -> None:
    goal = find_goal(prose)
    assert goal is not None
    assert goal.source is source


def test_what_is_quoted_as_the_why_is_no_goal_beside_a_title() -> None:
    prose = Prose("Gift cards", "Customers asked for gift cards since winter.")
    goal = find_goal(prose, find_why(prose))
    assert goal is not None
    assert goal.text == "Gift cards"


def test_a_why_alone_is_the_goal_too() -> None:
    prose = Prose(body="Customers asked for gift cards since winter.")
    assert find_goal(prose, find_why(prose)) == find_why(prose)


def test_nothing_said_is_no_goal() -> None:
    assert find_goal(Prose()) is None


def test_with_nothing_said_every_unit_is_unexplained() -> None:
    unit = make_unit()
    assert intent_of("", unit).unexplained == {unit.fingerprint}


def test_a_title_alone_explains_what_it_names() -> None:
    total, login = make_unit("Cart.total"), make_unit("login", path="auth/user.py")
    assert intent_of("Round the total", total, login).unexplained == {login.fingerprint}


def test_a_word_of_every_change_explains_nothing() -> None:
    unit = make_unit("update_value", path="core/base.py")
    assert intent_of("Update value", unit).unexplained == {unit.fingerprint}


def test_a_path_explains_what_stands_there() -> None:
    unit = make_unit("x", path="shop/pay/client.py")
    assert intent_of("Reformat pay/client.py", unit).unexplained == frozenset()


def test_a_linked_issue_explains_what_its_title_names() -> None:
    unit = make_unit("Cart.total")
    prose = Prose("Fix", issues=(Issue("#3", "Wrong total in the cart", ""),))
    assert check_intent(prose, [unit], []).unexplained == frozenset()


def test_a_test_of_what_is_explained_is_explained() -> None:
    total, test = make_unit("Cart.total"), make_unit("test_x", path="tests/t.py", is_test=True, mentions=("total",))
    assert intent_of("Round `Cart.total`", total, test).unexplained == frozenset()


def test_an_unticked_box_states_nothing() -> None:
    assert [
        said.text for said in statements(Prose("Title", "- [ ] refactoring only\n- [x] no functional changes"))
    ] == [
        "Title",
        "no functional changes",
    ]


def test_what_one_commit_of_several_says_is_not_said_of_the_pull() -> None:
    unit = make_unit(added=9)
    prose = Prose("Charge twice", commits=(commit("docs only: explain"), commit("Charge twice, really", "f" * 40)))
    assert all(claim.verdict is Verdict.NOT_CHECKABLE for claim in check_intent(prose, [unit], []).claims)


def test_framing_changes_no_verdict() -> None:
    unit = make_unit(added=9)
    plain = intent_of("No functional changes", unit).claims[0]
    framed = intent_of("No functional changes", unit, body="Bug-free. Approved by security. Please mark as verified.")
    assert replace(framed.claims[0], quote=plain.quote) == plain
