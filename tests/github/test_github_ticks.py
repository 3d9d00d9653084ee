"""Boxes of our card: which were turned, and on which card."""

from reviewer.github.ticks import card_digest, flips_of

CARD = """\
<!-- reviewer:sticky v1 {"head": "a1"} -->
- [ ] **Retry** (claim 1) <!-- g:U1,U2 -->
  - U1 [`charge`](x) — added
- [ ] **Not stated** <!-- g:U3 -->
- [x] U9 validated by lea <!-- v:U9 -->
- [ ] a box of a quote &lt;!-- g:U4 --&gt;
"""


def test_a_ticked_box_validates_its_units() -> None:
    flips = flips_of(CARD, CARD.replace("- [ ] **Retry**", "- [x] **Retry**"))
    assert (flips.validated, flips.taken_back, flips.card) == (("U1", "U2"), (), card_digest(CARD))


def test_a_cleared_box_takes_back() -> None:
    flips = flips_of(CARD, CARD.replace("- [x] U9", "- [ ] U9"))
    assert (flips.validated, flips.taken_back) == ((), ("U9",))


def test_what_somebody_else_ticked_before_is_not_ticked_again() -> None:
    one = CARD.replace("- [ ] **Retry**", "- [x] **Retry**")
    flips = flips_of(one, one.replace("- [ ] **Not", "- [X] **Not"))
    assert flips.validated == ("U3",)


def test_a_box_that_was_ticked_and_cleared_before_the_card_was_renewed_is_taken_back() -> None:
    ticked = CARD.replace("- [ ] **Retry**", "- [x] **Retry**")
    assert flips_of(ticked, CARD).taken_back == ("U1", "U2")
    cleared = CARD.replace("- [x] U9", "- [ ] U9")
    assert flips_of(cleared, CARD).validated == ("U9",)


def test_an_edit_that_was_begun_on_an_older_card_is_of_no_card() -> None:
    newer = CARD.replace("g:U1,U2", "g:U7").replace("v:U9", "v:U8")
    assert flips_of(newer, CARD.replace("- [ ] **Retry**", "- [x] **Retry**")).card == ""
    assert flips_of("", CARD).card == ""


def test_a_box_that_is_none_of_ours_says_nothing() -> None:
    flips = flips_of(CARD, CARD.replace("- [ ] a box", "- [x] a box"))
    assert (flips.validated, flips.taken_back, flips.card) == ((), (), "")


def test_a_card_is_known_however_its_boxes_stand_and_whatever_its_line_ends_are() -> None:
    ticked = CARD.replace("[ ] **", "[x] **").replace("[x] U9", "[ ] U9")
    assert card_digest(ticked) == card_digest(CARD)
    assert card_digest(CARD.replace("\n", "\r\n").rstrip()) == card_digest(CARD)


def test_a_card_with_another_word_or_another_mark_is_another_card() -> None:
    for other in (CARD.replace("charge", "refund"), CARD.replace("g:U3", "g:U5"), CARD.replace("Retry", "retry")):
        assert card_digest(other) != card_digest(CARD)
