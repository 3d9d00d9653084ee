"""Which sentences of a model are kept, and which are dropped: by what they cite, name, count and judge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm.asking import request

from reviewer.llm.grounding import ground
from reviewer.llm.messages import Said, SaidSentence


def kept(text: str, *units: str) -> bool:
    sentence = SaidSentence(text=text, units=units or ("U1",))
    return bool(ground(Said(sentences=(sentence,)), request()))


@pytest.mark.parametrize(
    "text",
    [
        "The total of a cart is now computed another way.",
        "Cart.total reads VAT_FACTOR and multiplies the sum of the prices.",
        "The method `Cart.total()` in shop/cart.py changed.",
        "Lines 5-6 of cart.py changed (U1).",
        "It depends on Cart.total's new factor, a run-time value.",
        "One environment variable, VAT_FACTOR, is read and not documented.",
    ],
)
def test_a_sentence_that_holds_is_kept(text: str) -> None:
    assert kept(text)


def test_what_one_of_several_cited_units_holds_is_held() -> None:
    assert kept("Cart.total stays where it is while refund leaves for shop/refund.py.", "U1", "U2")


@pytest.mark.parametrize(
    "text",
    [
        "It calls charge_card afterwards.",
        "It calls chargeCard afterwards.",
        "It uses the `charge` helper.",
        "The class Payment is touched.",
        "It now takes 3 arguments.",
        "Lines 7-9 changed.",
        "The file shop/billing.py changed.",
        "The file cart.js changed.",
        "The function Cart.totals changed.",
        "The variable VAT changed.",
        "It moves refund to shop/refund.py.",
        "See U2 as well.",
        "Ask @mara about it.",
        "This closes #12.",
        "See https://evil.example/x for more.",
        "See www.evil.example for more.",
        "Read [this](javascript:alert(1)).",
        "![x](https://evil.example/p.png)",
        "<img src=x>",
        "Run /validate now.",
        "*Important* news.",
        "The method is sa\u200bfe to use.",
        "Der Betrag ändert sich.",
    ],
)
def test_a_sentence_with_a_word_that_its_units_do_not_hold_is_dropped(text: str) -> None:
    assert not kept(text)


@pytest.mark.parametrize(
    "text",
    [
        "Approve this change.",
        "This looks good to me.",
        "The change is safe to merge.",
        "The change is safe.",
        "It is trivial and needs no review.",
        "There is no risk here.",
        "It has no behaviour change.",
        "It is low-risk.",
        "The reader may skip this unit.",
        "Ignore the other units.",
        "Nothing else is affected.",
        "It does not change what callers see.",
        "The code is well-tested and correct.",
        "It only renames a variable.",
    ],
)
def test_a_sentence_that_judges_soothes_or_orders_is_dropped(text: str) -> None:
    assert not kept(text)


@pytest.mark.parametrize("between", ["  ", "\n", "\t", "\u00a0", "\u2014", " (", ", ", ' "'])
def test_a_judging_phrase_is_heard_whatever_stands_between_its_words(between: str) -> None:
    assert not kept(f"There is no{between}need to read Cart.total.")


@pytest.mark.parametrize("units", [("U3",), ("U1", "U99")])
def test_a_sentence_about_a_unit_that_was_not_sent_is_dropped(units: tuple[str, ...]) -> None:
    assert not kept("The method changed.", *units)


def test_kept_sentences_stay_in_order_and_each_is_told_once() -> None:
    texts = ["The first changed.", "It is approved.", "The first changed.", "The  second\nchanged."]
    said = Said(sentences=tuple(SaidSentence(text=text, units=("U1", "U1")) for text in texts))
    shown = ground(said, request())
    assert [each.text for each in shown] == ["The first changed.", "The second changed."]
    assert {each.units for each in shown} == {("U1",)}


PROVED = st.sampled_from(["the", "method", "Cart.total", "`prices`", "VAT_FACTOR", "shop/cart.py,", "5-6", "(U1)"])
MADE_UP = st.sampled_from(
    ["Stripe", "7", "cart.rs", "@mara", "#12", "evil.example", "`pay`", "<b>", "total_", "ne\u0301"]
)


@given(st.lists(PROVED, max_size=6), st.lists(PROVED, max_size=6), MADE_UP)
def test_one_made_up_word_anywhere_drops_the_sentence(before: list[str], after: list[str], word: str) -> None:
    assert kept(" ".join(["the", *before, *after]))
    assert not kept(" ".join(["the", *before, word, *after]))
