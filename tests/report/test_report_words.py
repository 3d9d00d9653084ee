"""A model's words on the card: folded, anchored, harmless, and never in the place of what was computed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from report.github_rendering import Shown, render
from report.report_hostile import PAYLOADS, hostile, hostile_review
from report.report_samples import HEAD, LINKS, STATES, feature

from reviewer.model.ids import UnitId
from reviewer.model.wording import Sent, Sentence, Silence, Tokens, Wording
from reviewer.report.comment import LIMIT, render_comment

U1, U2 = UnitId("U1"), UnitId("U2")
FOLD = "<summary>In a model's words: "


def wording(*sentences: Sentence, **more: object) -> Wording:
    sent = Sent((U1, U2), 2345, 3)
    found = Wording(HEAD, "d" * 64, sent, "openai/small", sentences, tokens=Tokens(1234, 56))
    return replace(found, **more)  # pyright: ignore[reportArgumentType] - fields by name


SAID = wording(Sentence("The charge is tried again.", (U1, U2)), Sentence("A helper is new.", (U2,)))


def without_fold(comment: str) -> str:
    before, _, rest = comment.partition(f"<details>{FOLD}")
    return before + rest.partition("</details>\n\n")[2] if rest else comment


def test_the_words_stand_folded_and_each_sentence_is_linked_to_its_units() -> None:
    comment = render_comment(feature(), LINKS, SAID)
    lines = comment[comment.index(FOLD) :].splitlines()
    assert lines[0] == f"{FOLD}2 sentences, not checked for truth</summary>"
    assert lines[2].startswith(
        f"- The charge is tried again. [U1]({'https://github.com/acme/shop/pull/338/files#diff-'}"
    )
    assert lines[2].count("](https://github.com/acme/shop/pull/338/files#diff-") == 2


@pytest.mark.parametrize("state", STATES)
def test_what_was_computed_is_the_same_with_words_and_without(state: str) -> None:
    silent = render_comment(STATES[state](), LINKS, wording())
    assert without_fold(render_comment(STATES[state](), LINKS, SAID)).replace("2 sentences", "0 sentences") == silent


def test_the_words_come_after_everything_above_the_fold() -> None:
    comment = render_comment(feature(), LINKS, SAID)
    assert comment.partition("<details>")[0] == render_comment(feature(), LINKS).partition("<details>")[0]


def test_the_details_name_the_model_its_tokens_what_was_sent_and_what_was_dropped() -> None:
    comment = render_comment(feature(), LINKS, replace(SAID, dropped=4))
    assert "Model `openai/small`, 1,234 tokens read and 56 written." in comment
    assert "Sent, without code: U1 and U2 (2,345 bytes, prompt `dddddddd`); 3 more units did not fit." in comment
    assert "Shown: 2 sentences; dropped: 4, for words that their units do not hold or for a judgement." in comment


def test_tokens_that_nobody_counted_are_not_said_to_be_none() -> None:
    assert "tokens not counted by its server" in render_comment(feature(), LINKS, replace(SAID, tokens=None))


@pytest.mark.parametrize(
    ("silence", "words"),
    [
        (Silence.AWAITED, "No model yet: it is being asked"),
        (Silence.AWAY, "No model: its process did not answer."),
        (Silence.FAILED, "No model: it gave no usable answer."),
    ],
)
def test_a_silent_model_is_said_to_be_so_and_has_no_fold(silence: Silence, words: str) -> None:
    comment = render_comment(feature(), LINKS, wording(silence=silence))
    assert words in comment
    assert FOLD not in comment


def test_where_no_model_is_asked_none_had_a_part() -> None:
    assert "No language model had a part in it: every word here is ours or quoted." in render_comment(feature(), LINKS)


def test_a_sentence_about_a_unit_that_this_review_has_not_is_not_shown() -> None:
    comment = render_comment(feature(), LINKS, wording(Sentence("It is gone.", (U1, UnitId("U999")))))
    assert "It is gone" not in comment


def test_a_sentence_without_a_unit_is_not_shown() -> None:
    assert "It floats" not in render_comment(feature(), LINKS, wording(Sentence("It floats.", ())))


@given(hostile)
@settings(max_examples=30, deadline=None)
def test_words_made_of_hostile_text_link_mention_and_fake_nothing(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", PAYLOADS)
def test_each_payload_as_a_models_words_is_harmless(text: str) -> None:
    check(text)


def check(text: str) -> None:
    said = wording(Sentence(text, (U1,)), model=text)
    comment = render_comment(hostile_review("x"), LINKS, said)
    shown, plain = Shown(render(comment)), Shown(render(render_comment(hostile_review("x"), LINKS, SAID)))
    assert set(shown.tags) <= set(plain.tags)
    assert shown.triggers() == []
    assert all(link.startswith("https://github.com/acme/shop/pull/338") for link in shown.links)
    assert len(comment.encode()) <= LIMIT


def test_words_that_do_not_fit_are_left_out_alone() -> None:
    every = tuple(UnitId(f"U{number}") for number in range(1, 42))
    many = wording(*(Sentence(f"{'word ' * 55}{number}", every) for number in range(40)))
    comment = render_comment(feature(), LINKS, many)
    assert FOLD not in comment
    assert "Left out for size: a model" in comment
    assert comment.count("<details>") == render_comment(feature(), LINKS).count("<details>")
