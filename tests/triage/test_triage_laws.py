from dataclasses import replace

import pytest
from facts.change_making import PROOF, changes, make_unit
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.acts import AccountId, Act, Channel, Person, Verb
from reviewer.model.callers import Callers, Site, SiteKind
from reviewer.model.facts import Fact, FactKind
from reviewer.model.ids import Fingerprint, Sha, UnitId
from reviewer.model.intent import Claim, Intent, Quote, Source, Verdict
from reviewer.model.plan import Lane, Plan, Seen
from reviewer.model.risk import Band, Risk, RiskReport
from reviewer.model.units import Action, ChangeUnit
from reviewer.risk.score import score_units
from reviewer.triage.groups import MOST
from reviewer.triage.plan import MOST_AT_ONCE, plan_reading
from reviewer.triage.titles import FOLDED

NOTHING_SAID = Intent(None, None)


def claim(*units: ChangeUnit, verdict: Verdict = Verdict.NOT_CHECKABLE, text: str = "Charge twice") -> Claim:
    return Claim(Quote(text, Source.TITLE), verdict, explains=tuple(unit.fingerprint for unit in units))


def plan(units: list[ChangeUnit], intent: Intent = NOTHING_SAID, seen: Seen | None = None) -> Plan:
    return plan_reading(units, score_units(units, []), [], intent, seen or Seen())


def lane_of(unit: ChangeUnit, found: Plan) -> Lane:
    return next(planned.lane for planned in found.units if planned.fingerprint == unit.fingerprint)


def state(units: list[ChangeUnit], said: list[tuple[Verdict, int]]) -> tuple[list[ChangeUnit], Intent]:
    claims = [
        Claim(Quote(f"Claim {number}", Source.BODY), verdict, explains=chosen(units, bits))
        for number, (verdict, bits) in enumerate(said)
    ]
    explained = {fingerprint for found in claims for fingerprint in found.explains}
    counted = {unit.fingerprint for unit in units if unit.proof is None and unit.exempt is None}
    return units, Intent(None, None, tuple(claims), frozenset(counted - explained))


def chosen(units: list[ChangeUnit], bits: int) -> tuple[Fingerprint, ...]:
    return tuple(unit.fingerprint for index, unit in enumerate(units) if bits >> index & 1)


def stated() -> st.SearchStrategy[tuple[list[ChangeUnit], Intent]]:
    """Return units with claims that explain some of them, and some that nothing explains."""
    said = st.lists(st.tuples(st.sampled_from(Verdict), st.integers(0, 2**14 - 1)), max_size=4)
    return st.builds(state, changes(), said)


@given(stated())
def test_every_unit_is_planned_once(change: tuple[list[ChangeUnit], Intent]) -> None:
    units, intent = change
    found = plan(units, intent)
    assert sorted(planned.fingerprint for planned in found.units) == sorted(unit.fingerprint for unit in units)


@given(stated())
def test_every_unit_stands_in_one_group(change: tuple[list[ChangeUnit], Intent]) -> None:
    found = plan(*change)
    members = {identifier: group.index for group in found.groups for identifier in group.units}
    assert members == {planned.id: planned.group for planned in found.units}
    assert sum(len(group.units) for group in found.groups) == len(found.units)


@given(stated())
def test_the_order_runs_through_the_lanes_and_in_reading_by_groups(change: tuple[list[ChangeUnit], Intent]) -> None:
    found = plan(*change)
    lanes = [Lane.READ, Lane.GLANCE, Lane.MECHANICAL, Lane.EXEMPT]
    keys = [(lanes.index(planned.lane), planned.group) for planned in found.units]
    assert keys == sorted(keys)
    assert [planned.order for planned in found.units] == list(range(len(found.units)))


@given(stated())
def test_a_contradicted_or_unexplained_unit_is_always_read(change: tuple[list[ChangeUnit], Intent]) -> None:
    units, intent = change
    found = plan(units, intent)
    bad = [said for said in intent.claims if said.verdict is Verdict.CONTRADICTED and not said.anchors]
    contradicted = {unit for said in bad for unit in said.explains}
    must = {unit.fingerprint for unit in units if unit.proof is None and unit.exempt is None}
    must &= contradicted | intent.unexplained
    assert must <= {planned.fingerprint for planned in found.units if planned.lane is Lane.READ}


@given(stated())
def test_only_what_is_proved_is_mechanical(change: tuple[list[ChangeUnit], Intent]) -> None:
    units, intent = change
    proved = {unit.fingerprint for unit in units if unit.proof is not None}
    assert {planned.fingerprint for planned in plan(units, intent).units if planned.lane is Lane.MECHANICAL} <= proved


@given(stated())
def test_the_order_of_the_units_given_does_not_matter(change: tuple[list[ChangeUnit], Intent]) -> None:
    units, intent = change
    assert plan(units, intent).units == plan(units[::-1], intent).units


@given(st.lists(stated(), max_size=4))
def test_an_id_is_never_given_twice(story: list[tuple[list[ChangeUnit], Intent]]) -> None:
    given_to: dict[UnitId, Fingerprint] = {}
    seen = Seen()
    for units, intent in story:
        found = plan(units, intent, seen)
        for planned in found.units:
            assert given_to.setdefault(planned.id, planned.fingerprint) == planned.fingerprint
        ids = dict(seen.ids) | {planned.fingerprint: planned.id for planned in found.units}
        seen = Seen(ids, found.next_number)


@given(stated())
def test_groups_to_read_are_seven_at_most_where_claims_allow(change: tuple[list[ChangeUnit], Intent]) -> None:
    assert len([group for group in plan(*change).groups if group.title != FOLDED]) <= MOST


def test_ids_follow_the_reading_order() -> None:
    found = plan([make_unit("small", path="a.py", added=1), make_unit("large", path="b.py", added=90)])
    assert [(planned.id, planned.order) for planned in found.units] == [("U1", 0), ("U2", 1)]


def test_a_fingerprint_keeps_its_id() -> None:
    unit = make_unit()
    found = plan([unit, make_unit("other", start=50)], seen=Seen({unit.fingerprint: UnitId("U7")}, 8))
    assert {planned.id for planned in found.units} == {"U7", "U8"}


def test_a_free_number_below_a_given_one_is_not_trusted() -> None:
    found = plan([make_unit()], seen=Seen({Fingerprint("fp1:gone"): UnitId("U9")}, 3))
    assert (found.units[0].id, found.next_number) == ("U10", 11)


def test_what_a_person_validated_needs_no_eyes_and_stays_in_its_lane() -> None:
    unit = make_unit(added=90)
    act = Act(Verb.VALIDATE, Person(AccountId(1), "lea"), Channel.COMMAND, Sha("a" * 40), 1.0, "g1", unit.fingerprint)
    found = plan([unit], seen=Seen(acts=(act,)))
    assert (found.units[0].lane, found.needs_eyes) == (Lane.READ, 0)


def test_a_calm_explained_unit_is_at_a_glance() -> None:
    unit = make_unit("render", path="web/view.py", added=1)
    test = make_unit("test_render", path="tests/t.py", is_test=True, mentions=("render",))
    assert lane_of(unit, plan([unit, test], Intent(None, None, (claim(unit, test),)))) is Lane.GLANCE


def test_a_changed_signature_is_read() -> None:
    unit = make_unit("render", path="web/view.py", added=1, actions=(Action.SIGNATURE_CHANGED,))
    assert lane_of(unit, plan([unit], Intent(None, None, (claim(unit),)))) is Lane.READ


FOLLOWED = Callers((Site("a.py", 3, "render", "show", SiteKind.CALL, is_touched=True),), found=1, searched=9)
LEFT = Callers((Site("a.py", 3, "render", "show", SiteKind.CALL, is_touched=False),), found=1, untouched=1, searched=9)


@pytest.mark.parametrize(
    ("callers", "expected"),
    [
        (FOLLOWED, Lane.GLANCE),
        (LEFT, Lane.READ),
        (replace(FOLLOWED, namesakes=1), Lane.READ),
        (replace(FOLLOWED, texts=1), Lane.READ),
        (replace(FOLLOWED, unsearched=("3 files: too large",)), Lane.READ),
    ],
)
def test_a_changed_signature_is_at_a_glance_only_when_all_its_callers_followed(
    callers: Callers, expected: Lane
) -> None:
    unit = replace(
        make_unit("render", path="web/view.py", added=1, actions=(Action.SIGNATURE_CHANGED,)), callers=callers
    )
    test = make_unit("test_render", path="tests/t.py", is_test=True, mentions=("render",))
    assert lane_of(unit, plan([unit, test], Intent(None, None, (claim(unit, test),)))) is expected


@pytest.mark.parametrize(("namesakes", "expected"), [(0, Lane.READ), (1, Lane.GLANCE)])
def test_what_is_renamed_and_still_named_is_read_unless_the_name_is_not_its_own(namesakes: int, expected: Lane) -> None:
    unit = make_unit("render", path="web/view.py", added=1, actions=(Action.RENAMED,))
    unit = replace(unit, before=unit.after, callers=replace(FOLLOWED, namesakes=namesakes))
    test = make_unit("test_render", path="tests/t.py", is_test=True, mentions=("render",))
    assert lane_of(unit, plan([unit, test], Intent(None, None, (claim(unit, test),)))) is expected


def test_a_unit_with_a_fact_is_read() -> None:
    unit = make_unit("render", path="web/view.py", added=1)
    fact = Fact(FactKind.FEATURE_FLAG, "x", "newly asked for", unit.anchor, unit.fingerprint)
    found = plan_reading([unit], score_units([unit], []), [fact], Intent(None, None, (claim(unit),)), Seen())
    assert lane_of(unit, found) is Lane.READ


def test_a_unit_on_contradicting_lines_is_read() -> None:
    unit = make_unit("render", path="web/view.py", added=1)
    said = Claim(Quote("No change", Source.TITLE), Verdict.CONTRADICTED, anchors=(unit.anchor,))
    assert lane_of(unit, plan([unit], Intent(None, None, (said, claim(unit))))) is Lane.READ


def test_what_contradicts_a_claim_is_read_first_and_what_the_claim_speaks_of_is_not_dragged_along() -> None:
    guilty, risky, calm = (
        make_unit("render", path="web/view.py", added=1),
        make_unit("charge", path="payments/client.py", added=90),
        make_unit("label", path="web/label.py", added=1),
    )
    test = make_unit("test_label", path="tests/t.py", is_test=True, mentions=("label",))
    said = Claim(
        Quote("No change", Source.TITLE),
        Verdict.CONTRADICTED,
        anchors=(guilty.anchor,),
        explains=(guilty.fingerprint, risky.fingerprint, calm.fingerprint),
    )
    found = plan([guilty, risky, calm, test], Intent(None, None, (said,)))
    assert found.units[0].fingerprint == guilty.fingerprint
    assert (lane_of(risky, found), lane_of(calm, found)) == (Lane.READ, Lane.GLANCE)


def test_the_estimate_is_the_sum_of_its_terms() -> None:
    unit = make_unit("render", path="web/view.py", added=67)
    fact = Fact(FactKind.FEATURE_FLAG, "x", "newly asked for", unit.anchor, unit.fingerprint)
    intent = Intent(None, None, (claim(unit, verdict=Verdict.UNSUPPORTED),))
    found = plan_reading([unit], score_units([unit], []), [fact], intent, Seen())
    assert found.minutes == int(2 + 67 / 6.7 + 1.5 + 2 + 3 + 0.5)


def test_folded_units_cost_no_minutes() -> None:
    assert plan([make_unit(added=500, proof=PROOF)]).minutes == 2


def test_a_group_is_called_by_the_claim_it_serves() -> None:
    unit = make_unit(added=90)
    found = plan([unit], Intent(None, None, (claim(unit, text="feat(pay): Charge twice, and be sure of it."),)))
    assert (found.groups[0].title, found.groups[0].claim) == ("Charge twice, and be sure of it", 0)


def test_a_group_that_nothing_explains_is_called_by_its_entity() -> None:
    unit = make_unit("Cart.total", added=90)
    found = plan([unit], Intent(None, None, (), frozenset((unit.fingerprint,))))
    assert found.groups[0].title == "Not stated: Cart.total"


def test_the_tests_of_a_group_stand_after_its_code() -> None:
    charge, refund = make_unit("charge", added=20), make_unit("refund", actions=(Action.ADDED,), added=20, start=200)
    test = make_unit("test_charge", path="tests/t.py", is_test=True, mentions=("charge",), added=1)
    units = [test, refund, charge]
    found = plan(units, Intent(None, None, (), frozenset(unit.fingerprint for unit in units)))
    assert [planned.fingerprint for planned in found.units] == [
        charge.fingerprint,
        refund.fingerprint,
        test.fingerprint,
    ]


def test_the_riskiest_group_is_read_first() -> None:
    calm, risky = make_unit("calm", path="a/a.py"), make_unit("risky", path="payments/z.py")
    found = plan([calm, risky], Intent(None, None, (), frozenset((calm.fingerprint, risky.fingerprint))))
    assert [group.title for group in found.groups] == ["Not stated: risky", "Not stated: calm"]


def test_of_two_alike_the_shorter_one_is_read_first() -> None:
    long, short = make_unit("long", path="a/a.py", added=400), make_unit("short", path="z/z.py", added=40)
    found = plan([long, short], Intent(None, None, (), frozenset((long.fingerprint, short.fingerprint))))
    assert [group.title for group in found.groups] == ["Not stated: short", "Not stated: long"]


def test_many_unstated_groups_become_seven() -> None:
    units = [make_unit(f"name_{index}", path=f"p{index}/m.py", added=90) for index in range(20)]
    found = plan(units, Intent(None, None, (), frozenset(unit.fingerprint for unit in units)))
    assert sorted(len(group.units) for group in found.groups) == [1, 1, 1, 1, 1, 1, 14]


def test_what_is_stated_and_what_is_not_stay_apart() -> None:
    units = [make_unit(f"name_{index}", path=f"p{index}/m.py", added=90) for index in range(20)]
    said = tuple(claim(unit, text=f"Claim {index}") for index, unit in enumerate(units[:10]))
    found = plan(units, Intent(None, None, said, frozenset(unit.fingerprint for unit in units[10:])))
    stated = {planned.fingerprint: found.groups[planned.group].claim is not None for planned in found.units}
    assert [stated[unit.fingerprint] for unit in units] == [True] * 10 + [False] * 10


def test_two_groups_of_one_claim_say_where_they_stand() -> None:
    units = [make_unit(f"name_{index}", path=f"p{index // 6}/m{index}.py", added=90) for index in range(12)]
    found = plan(units, Intent(None, None, (claim(*units, text="Rename everything"),)))
    assert [group.title for group in found.groups] == [
        "Rename everything: p0/",
        "Rename everything: p1/",
    ]


def test_a_long_claim_is_cut_at_a_word() -> None:
    unit = make_unit(added=90)
    found = plan([unit], Intent(None, None, (claim(unit, text="word " * 30),)))
    assert found.groups[0].title == "word " * 13 + "…"


def planned_with(*bands: Band) -> Plan:
    units = [make_unit(start=100 * number + 1, added=9) for number in range(len(bands))]
    nothing = Risk(Band.LOW, 0.0, (), "m")
    risks = {unit.fingerprint: replace(nothing, band=band) for unit, band in zip(units, bands, strict=True)}
    unexplained = frozenset(unit.fingerprint for unit in units)
    return plan_reading(units, RiskReport(nothing, risks), [], Intent(None, None, (), unexplained), Seen())


def test_few_units_of_no_high_risk_can_be_validated_at_once() -> None:
    assert planned_with(*[Band.MEDIUM] * MOST_AT_ONCE).is_small
    assert not planned_with(*[Band.LOW] * (MOST_AT_ONCE + 1)).is_small
    assert not planned_with(Band.LOW, Band.HIGH).is_small
    assert not planned_with(Band.CRITICAL).is_small
    assert not planned_with().is_small
