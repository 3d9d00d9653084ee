import json
from dataclasses import replace
from importlib.resources import files
from math import fsum, isclose

import pytest
from facts.change_making import PROOF, changes, make_unit
from hypothesis import given

from reviewer.model.callers import Callers, Site, SiteKind
from reviewer.model.facts import Fact, FactKind
from reviewer.model.history import FileHistory, History
from reviewer.model.risk import BAND_RANK, Band, Risk
from reviewer.model.units import Action, ChangeUnit, Place
from reviewer.risk.score import score_units
from reviewer.risk.shipped import Formula, shipped_model


def risk_of(unit: ChangeUnit, *others: ChangeUnit) -> Risk:
    return score_units([unit, *others], []).units[unit.fingerprint]


def reasons_of(risk: Risk) -> list[str]:
    return [reason.text for reason in risk.reasons]


@given(changes())
def test_reasons_and_intercept_sum_to_the_score(units: list[ChangeUnit]) -> None:
    report = score_units(units, [])
    model = shipped_model()
    for risk, formula in [(report.pull, model.pull), *((risk, model.unit) for risk in report.units.values())]:
        assert isclose(risk.score, formula.intercept + fsum(reason.contribution for reason in risk.reasons))


@given(changes())
def test_no_reason_lowers_a_score(units: list[ChangeUnit]) -> None:
    report = score_units(units, [])
    risks = [report.pull, *report.units.values()]
    assert all(reason.contribution > 0 for risk in risks for reason in risk.reasons)


@given(changes())
def test_what_was_not_read_is_never_low(units: list[ChangeUnit]) -> None:
    report = score_units(units, [])
    assert all(report.units[unit.fingerprint].band is not Band.LOW for unit in units if unit.fallback is not None)


@given(changes())
def test_more_lines_never_lower_a_risk(units: list[ChangeUnit]) -> None:
    small = make_unit("grown", start=5000, added=5)
    large = make_unit("grown", start=5000, added=50)
    before, after = (score_units([*units, unit], []).pull.score for unit in (small, large))
    assert before <= after


def test_every_unit_is_graded_under_its_fingerprint() -> None:
    units = [make_unit("a"), make_unit("b", proof=PROOF), make_unit("c", exempt="lock file")]
    assert set(score_units(units, []).units) == {unit.fingerprint for unit in units}


def test_a_proved_unit_gives_no_reason() -> None:
    assert risk_of(make_unit(added=500, proof=PROOF)).reasons == ()


def test_an_exempt_unit_is_ungraded_and_leaves_the_pull_graded() -> None:
    report = score_units([make_unit(added=500, exempt="lock file")], [])
    assert ([risk.band for risk in report.units.values()], report.pull.band) == ([Band.UNGRADED], Band.LOW)


def test_a_small_tested_change_is_low() -> None:
    test = make_unit("test_render", path="tests/test_view.py", is_test=True, mentions=("render",))
    assert risk_of(make_unit("render", added=1, removed=1), test).band is Band.LOW


def test_a_large_change_of_a_signature_in_money_is_high() -> None:
    unit = make_unit("charge", path="payments/client.py", actions=(Action.SIGNATURE_CHANGED,), added=41, removed=5)
    assert BAND_RANK[risk_of(unit).band] >= BAND_RANK[Band.HIGH]


def test_reasons_are_worded_for_people_and_the_largest_comes_first() -> None:
    unit = make_unit("charge", path="payments/client.py", actions=(Action.SIGNATURE_CHANGED,), added=41, removed=1)
    assert reasons_of(risk_of(unit)) == [
        "adds 41 lines of code",
        "changes code outside tests",
        "no test is touched by this change",
        "touches 100% of its lines",
    ]


def test_lines_that_only_stand_elsewhere_are_neither_added_nor_removed() -> None:
    moved = make_unit("charge", path="shop/new.py", actions=(Action.MOVED,), added=41, removed=41)
    changed = make_unit("charge", path="shop/new.py", actions=(Action.MOVED, Action.BODY_CHANGED), added=41, removed=41)
    assert "moves `charge`, whose names are not proved to mean the same there" in reasons_of(risk_of(moved))
    assert not any("lines of code" in reason for reason in reasons_of(risk_of(moved)))
    assert reasons_of(risk_of(changed))[0] == "adds 41 lines of code"


def test_a_fact_is_said_on_the_second_axis() -> None:
    unit = make_unit("render", path="web/view.py")
    fact = Fact(FactKind.ENVIRONMENT_VARIABLE, "PAY_TIMEOUT", "newly read", unit.anchor, unit.fingerprint)
    report = score_units([unit], [fact])
    said = ("environment variable: `PAY_TIMEOUT` newly read",)
    assert (report.units[unit.fingerprint].sensitive, report.pull.sensitive) == (said, said)


def test_sensitive_territory_raises_the_band_and_leaves_the_score_alone() -> None:
    plain, money = make_unit("label", path="web/label.py", added=1), make_unit("label", path="money/pay.py", added=1)
    test = make_unit("test_label", path="tests/t.py", is_test=True, mentions=("label",))
    calm, dear = risk_of(plain, test), risk_of(money, test)
    assert (calm.band, dear.band, dear.sensitive) == (Band.LOW, Band.MEDIUM, ("touches money",))
    assert (calm.score, calm.sensitive) == (dear.score, ())
    assert calm.reading_value < dear.reading_value


def test_imports_in_sensitive_territory_are_not_called_sensitive() -> None:
    unit = make_unit("", path="payments/client.py", actions=(Action.IMPORTS,), added=1)
    assert risk_of(unit).sensitive == ()


def test_callers_left_behind_in_sensitive_territory_are_high() -> None:
    site = Site("web/view.py", 3, "show", "charge", SiteKind.CALL, is_touched=False)
    unit = replace(
        make_unit("charge", path="payments/client.py", actions=(Action.SIGNATURE_CHANGED,), added=1),
        callers=Callers((site,), found=1, untouched=1, searched=9),
    )
    assert risk_of(unit).band is Band.HIGH
    assert "leaves 1 caller of `charge` as it was" in reasons_of(risk_of(unit))


def past(fixes: int, *, days: int = 400) -> History:
    return History(at=10**9, commits=50, files={"shop/cart.py": FileHistory(9, fixes, 0, 10**9 - days * 86_400, 0.5)})


def test_a_past_of_mending_never_lowers_a_risk_and_who_did_it_has_no_say() -> None:
    report = score_units([make_unit()], [], history=past(8))
    calm = score_units([make_unit()], [], history=past(0))
    assert report.pull.score >= calm.pull.score
    assert (report.past, report.unknown) == (50, ())


def test_what_was_not_read_of_the_past_is_said() -> None:
    assert score_units([make_unit()], []).unknown == ("the past of its files",)
    slow = History(10**9, 0, {}, ("the history of its files: `git log` took too long",))
    report = score_units([make_unit()], [], history=slow)
    assert (report.past, report.unknown) == (None, slow.unknown)


def test_the_card_of_the_shipped_model_names_its_data() -> None:
    raw = json.loads(files("reviewer.risk").joinpath("model.json").read_text("utf-8"))
    counts = [project["changes"] for project in raw["card"]["projects"].values()]
    assert len(counts) >= 5
    assert all(count >= 100 for count in counts)
    assert all(value > 0 for kind in ("unit", "pull") for value in raw[kind]["coefficients"].values())


def test_a_text_for_people_that_was_not_read_leaves_the_pull_graded() -> None:
    text = make_unit("", path="README.md", fallback="no grammar")
    assert score_units([make_unit(), text], []).pull.band is not Band.UNGRADED


def test_a_file_that_was_not_read_makes_the_pull_ungraded() -> None:
    assert score_units([make_unit("", path="app.toml", fallback="no grammar")], []).pull.band is Band.UNGRADED


def test_a_change_without_units_is_low_and_gives_no_reason() -> None:
    assert score_units([], []).pull.reasons == ()


def test_nothing_is_said_to_be_calibrated() -> None:
    risk = risk_of(make_unit())
    assert (risk.is_calibrated, risk.percentile) == (False, None)


def test_a_model_that_would_lower_attention_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero: test_lines"):
        Formula(-1.0, {"test_lines": -0.1}, {})


def test_a_renamed_file_is_not_called_new() -> None:
    unit = make_unit("", path="new/place.py", actions=(Action.FILE_RENAMED,))
    moved = replace(unit, before=Place("old/place.py", "", "", 1, 3))
    assert not [text for text in reasons_of(risk_of(moved)) if "new file" in text]
