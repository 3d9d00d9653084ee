"""Callers that were left behind: in the record, and in few words on the card."""

import json
from dataclasses import replace

import jsonschema_rs
import pytest
from report.report_samples import LINKS, feature
from report.test_report_record import SCHEMA

from reviewer.model.callers import Callers, Passed, Site, SiteKind
from reviewer.model.review import Review
from reviewer.model.units import Action
from reviewer.report.comment import render_comment
from reviewer.report.record import review_record
from reviewer.report.terminal import render_text

SITES = tuple(
    Site(f"pay/{name}.py", 10 + number, "charge", "settle", SiteKind.CALL, is_touched=False, passed=Passed(2, ("tax",)))
    for number, name in enumerate("abcd")
)
LEFT = Callers(SITES, found=7, untouched=6, searched=90, unsearched=("3 files: too large",))


def reviewed(callers: Callers | None) -> Review:
    review = feature()
    units = [
        replace(unit, callers=callers) if Action.SIGNATURE_CHANGED in unit.actions else unit for unit in review.units
    ]
    return replace(review, units=tuple(units))


def test_the_record_tells_each_place_and_what_was_not_searched() -> None:
    record = json.loads(json.dumps(review_record(reviewed(LEFT), None)))
    jsonschema_rs.Draft202012Validator(SCHEMA).validate(record)
    (told,) = [unit["callers"] for unit in record["units"] if unit["callers"] is not None]
    assert (told["found"], told["untouched"], told["unsearched"]) == (7, 6, ["3 files: too large"])
    assert told["sites"][0] == {
        "path": "pay/a.py",
        "line": 10,
        "name": "charge",
        "entity": "settle",
        "kind": "call",
        "touched": False,
        "passed": {"positional": 2, "keywords": ["tax"]},
    }


def test_the_card_names_the_first_of_them_and_how_many_there_are() -> None:
    said = "6 callers not in this pull: pay/a.py:10, pay/b.py:11, pay/c.py:12, …"
    assert said in " ".join(render_text(reviewed(LEFT), width=160, colour=False).split())
    assert "6 callers not in this pull" in render_comment(reviewed(LEFT), LINKS)


@pytest.mark.parametrize("callers", [None, Callers(searched=9), replace(LEFT, sites=(), untouched=0)])
def test_nothing_is_said_where_none_was_left(callers: Callers | None) -> None:
    assert "not in this pull" not in render_comment(reviewed(callers), LINKS)


def test_a_hostile_path_is_no_link_and_mentions_nobody() -> None:
    site = replace(SITES[0], path="@everyone/[a](https://evil.example)<b>.py")
    comment = render_comment(reviewed(replace(LEFT, sites=(site,))), LINKS)
    assert "not in this pull" in comment
    assert "@everyone" not in comment
    assert "](https://evil" not in comment
    assert "<b>" not in comment
