"""The JSON record: documented, closed, and the same order of keys for ever."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import pytest
from hypothesis import given, settings
from report.report_hostile import hostile, hostile_review
from report.report_samples import LINKS, STATES, Story, Wanted, build, contradicted_title, feature

from reviewer.model.facts import FactKind
from reviewer.model.intent import Source, Verdict
from reviewer.model.plan import Lane
from reviewer.model.review import Conclusion
from reviewer.model.risk import Band
from reviewer.model.units import Action, EntityKind, ProofKind
from reviewer.report.record import review_record

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "review-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)


def read_back(record: dict[str, object]) -> dict[str, Any]:
    return json.loads(json.dumps(record))


@pytest.mark.parametrize("state", STATES)
def test_every_record_obeys_its_schema(state: str) -> None:
    VALIDATOR.validate(read_back(review_record(STATES[state](), "case-1")))


@given(hostile)
@settings(max_examples=40, deadline=None)
def test_a_record_of_hostile_text_obeys_its_schema(text: str) -> None:
    VALIDATOR.validate(read_back(review_record(hostile_review(text), None)))


def test_the_schema_is_itself_valid() -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMA)


def test_a_field_that_is_not_documented_is_refused() -> None:
    record = {**review_record(feature(), None), "score": 1}
    assert not VALIDATOR.is_valid(read_back(record))


def objects(schema: Any) -> list[dict[str, Any]]:
    """Return every object description inside a schema."""
    if isinstance(schema, list):
        listed = cast("list[Any]", schema)
        return [found for item in listed for found in objects(item)]
    if not isinstance(schema, dict):
        return []
    known = cast("dict[str, Any]", schema)
    inside = [found for item in known.values() for found in objects(item)]
    return [known, *inside] if known.get("type") == "object" else inside


def test_every_object_is_closed_and_wants_all_its_fields() -> None:
    for found in objects(SCHEMA):
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])


def test_every_field_is_described() -> None:
    undescribed = [
        name
        for found in objects(SCHEMA)
        for name, field in found["properties"].items()
        if "description" not in field and "$ref" not in field
    ]
    assert undescribed == []


def test_every_definition_is_described() -> None:
    assert [name for name, found in SCHEMA["$defs"].items() if "description" not in found] == []


@pytest.mark.parametrize(
    ("words", "documented"),
    [
        (Action, SCHEMA["$defs"]["unit"]["properties"]["actions"]["items"]["enum"]),
        (EntityKind, SCHEMA["$defs"]["unit"]["properties"]["entity_kind"]["enum"][:-1]),
        (Lane, SCHEMA["$defs"]["unit"]["properties"]["lane"]["enum"]),
        (ProofKind, SCHEMA["$defs"]["proof"]["properties"]["kind"]["enum"]),
        (FactKind, SCHEMA["$defs"]["fact"]["properties"]["kind"]["enum"]),
        (Verdict, SCHEMA["$defs"]["claim"]["properties"]["verdict"]["enum"]),
        (Source, SCHEMA["$defs"]["quote"]["properties"]["source"]["enum"]),
        (Band, SCHEMA["$defs"]["band"]["enum"]),
        (Conclusion, SCHEMA["properties"]["conclusion"]["enum"]),
    ],
)
def test_the_schema_knows_every_word_of_the_model(words: type[StrEnum], documented: list[str]) -> None:
    assert documented == [word.value for word in words]


def test_keys_come_in_the_order_of_the_schema() -> None:
    record = read_back(review_record(feature(), None))
    assert list(record) == list(SCHEMA["properties"])
    assert list(record["units"][0]) == list(SCHEMA["$defs"]["unit"]["properties"])


def test_units_stand_in_reading_order() -> None:
    orders = [unit["order"] for unit in read_back(review_record(feature(), None))["units"]]
    assert orders == sorted(orders)


def test_lines_are_pairs_of_first_and_last() -> None:
    unit = read_back(review_record(feature(), None))["units"][0]
    assert (unit["added_lines"], unit["removed_lines"]) == ([[41, 88]], [])


def test_a_renamed_unit_keeps_both_names() -> None:
    unit = read_back(review_record(contradicted_title(), None))["units"][0]
    assert (unit["before"]["qualified_name"], unit["after"]["qualified_name"]) == ("Cart.total", "Cart.sum")


def test_a_mechanical_unit_carries_its_proof() -> None:
    units = read_back(review_record(feature(), None))["units"]
    assert all(unit["mechanical"] == (unit["proof"] is not None) for unit in units)


def test_a_path_that_is_not_utf8_is_written_in_escapes() -> None:
    record = review_record(build(Story([Wanted((Action.ADDED,), "caf\udce9.py", "f")])), None)
    assert read_back(record)["units"][0]["after"]["path"] == "caf\\xe9.py"


def test_the_id_of_the_case_is_kept() -> None:
    assert review_record(feature(), "case-7")["id"] == "case-7"


def test_claims_speak_of_units_by_their_ids() -> None:
    assert read_back(review_record(feature(), None))["intent"]["claims"][0]["explains"] == ["U1", "U2"]


def test_no_link_of_a_forge_is_in_a_record() -> None:
    assert LINKS.base_url not in json.dumps(review_record(feature(), None))
