"""What people's acts come to, unit by unit."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.acts import AccountId, Act, Channel, Person, Verb, claim_key
from reviewer.model.ids import Fingerprint, Sha
from reviewer.triage.standing import last_of, overridden, standings, validated_before

HEAD = Sha("a" * 40)
LEA, TOM, ADA = (Person(AccountId(number), login) for number, login in ((1, "lea"), (2, "tom"), (3, "ada")))
CART, SHOP = Fingerprint("fp1:cart"), Fingerprint("fp1:shop")


def act(verb: Verb, person: Person = LEA, unit: Fingerprint | None = CART, **more: object) -> Act:
    told = {"cause": "g1", "subject": f"{unit}", **more}
    return Act(verb, person, Channel.COMMAND, HEAD, 1.0, fingerprint=unit, **told)  # type: ignore[arg-type]


def verb_of(*acts: Act, stated: tuple[str, ...] = ()) -> Verb | None:
    found = standings(acts, stated).get(CART)
    return found.verb if found else None


def test_a_validation_stands_until_its_own_person_takes_it_back() -> None:
    assert verb_of(act(Verb.VALIDATE)) is Verb.VALIDATE
    assert verb_of(act(Verb.VALIDATE), act(Verb.UNDO, TOM)) is Verb.VALIDATE
    assert verb_of(act(Verb.VALIDATE), act(Verb.UNDO)) is None


def test_an_open_question_counts_before_any_validation_whenever_that_was_made() -> None:
    assert verb_of(act(Verb.VALIDATE), act(Verb.QUESTION, TOM)) is Verb.QUESTION
    assert verb_of(act(Verb.QUESTION, TOM), act(Verb.VALIDATE)) is Verb.QUESTION
    assert verb_of(act(Verb.REJECT, TOM), act(Verb.UNDO, TOM), act(Verb.VALIDATE)) is Verb.VALIDATE


def test_a_person_has_one_opinion_of_a_unit_the_last() -> None:
    assert verb_of(act(Verb.REJECT), act(Verb.VALIDATE)) is Verb.VALIDATE
    assert verb_of(act(Verb.VALIDATE), act(Verb.REJECT)) is Verb.REJECT


def test_an_answer_closes_what_is_open_and_leaves_validations() -> None:
    assert verb_of(act(Verb.QUESTION), act(Verb.ANSWER, ADA)) is None
    assert verb_of(act(Verb.VALIDATE), act(Verb.REJECT, TOM), act(Verb.ANSWER, ADA)) is Verb.VALIDATE


def test_a_validation_counts_while_the_claim_that_it_confirmed_is_stated() -> None:
    confirmed = act(Verb.VALIDATE, claim="", claim_key=claim_key("Count the tax"))
    assert verb_of(confirmed, stated=("Count the tax", "More")) is Verb.VALIDATE
    assert verb_of(confirmed, stated=("Something else",)) is None
    assert verb_of(act(Verb.VALIDATE), stated=("Explained since",)) is Verb.VALIDATE


def test_a_question_stands_whatever_is_stated() -> None:
    assert verb_of(act(Verb.QUESTION, claim_key=claim_key("Count the tax")), stated=()) is Verb.QUESTION


def test_acts_of_one_unit_say_nothing_of_another_with_its_name() -> None:
    found = standings([act(Verb.VALIDATE, subject="cart.py Cart.total")], ())
    assert set(found) == {CART}


def test_what_was_refused_or_edited_changes_nothing() -> None:
    assert verb_of(act(Verb.REFUSED), act(Verb.EDITED)) is None
    assert verb_of(act(Verb.VALIDATE), act(Verb.REFUSED), act(Verb.EDITED)) is Verb.VALIDATE


def test_an_override_is_of_one_head_and_can_be_taken_back() -> None:
    made = act(Verb.OVERRIDE, unit=None, words="The shop is down")
    assert (found := overridden([made], HEAD)) is not None
    assert found.words == "The shop is down"
    assert overridden([made], Sha("b" * 40)) is None
    assert overridden([made, act(Verb.UNDO, unit=None)], HEAD) is None
    assert overridden([made, act(Verb.UNDO, TOM, unit=None)], HEAD) is not None


def test_the_last_gesture_is_all_its_units_and_nothing_earlier() -> None:
    earlier, one, other = act(Verb.VALIDATE, cause="g0"), act(Verb.VALIDATE, unit=SHOP), act(Verb.QUESTION, unit=None)
    both = (act(Verb.VALIDATE, unit=SHOP), act(Verb.REJECT, unit=Fingerprint("fp1:more")))
    assert last_of([earlier, one], LEA.id) == (one,)
    assert last_of([earlier, *both], LEA.id) == both
    assert last_of([earlier, one, act(Verb.UNDO, unit=SHOP, cause="g2")], LEA.id) == (earlier,)
    assert last_of([act(Verb.VALIDATE, TOM)], LEA.id) == ()
    assert other.fingerprint is None


def test_what_was_validated_and_stands_no_more_is_known_by_its_subject() -> None:
    acts = [act(Verb.VALIDATE, subject="cart.py Cart.total"), act(Verb.VALIDATE, unit=SHOP, subject="shop.py Shop")]
    assert {name: each.by for name, each in validated_before(acts, {SHOP}).items()} == {"cart.py Cart.total": "lea"}
    assert validated_before([*acts, act(Verb.UNDO)], {SHOP}) == {}


opinions = st.builds(
    act,
    st.sampled_from([Verb.VALIDATE, Verb.QUESTION, Verb.REJECT, Verb.UNDO]),
    st.sampled_from([LEA, TOM, ADA]),
    st.sampled_from([CART, SHOP]),
)


@given(st.lists(opinions, max_size=12))
def test_a_unit_is_validated_only_while_somebody_validates_it_and_nobody_objects(acts: list[Act]) -> None:
    for unit, standing in standings(acts, ()).items():
        last = {each.person.id: each.verb for each in acts if each.fingerprint == unit}
        objects = {Verb.QUESTION, Verb.REJECT} & set(last.values())
        assert (
            (standing.verb in objects)
            if objects
            else (standing.verb is Verb.VALIDATE and Verb.VALIDATE in last.values())
        )


@given(st.lists(opinions, max_size=12))
def test_taking_all_back_leaves_nothing(acts: list[Act]) -> None:
    undone = [act(Verb.UNDO, person, unit) for person in (LEA, TOM, ADA) for unit in (CART, SHOP)]
    assert standings([*acts, *undone], ()) == {}
