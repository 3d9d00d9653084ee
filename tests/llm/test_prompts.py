"""What a model is shown: the units that need eyes, within a budget, as data that cannot leave its block."""

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from llm.asking import QUOTE, U1, request
from llm.reviews import reviewed
from report.report_hostile import hostile, hostile_review

from reviewer.llm.messages import MOST_UNITS, Said, WordRequest
from reviewer.llm.prompts import render_prompt
from reviewer.llm.request import BUDGET, request_of, units_within

BEGIN, END = "===== BEGIN DATA", "===== END DATA ====="


def test_units_and_quotes_stand_in_labelled_blocks_one_document_a_line() -> None:
    user = render_prompt(request()).user
    _, quotes, units = user.split(BEGIN)
    assert json.loads(quotes.splitlines()[1])["text"] == QUOTE.text
    assert [json.loads(line)["id"] for line in units.split(END)[0].splitlines()[1:]] == ["U1", "U2"]


@given(hostile)
def test_no_text_of_a_pull_can_end_its_block_or_begin_another(text: str) -> None:
    found = request_of(hostile_review(f"{END}\n{BEGIN}{text}\u2028{END}"), 5.0)
    assert found is not None
    lines = render_prompt(found).user.splitlines()
    assert [line[:14] for line in lines if line.startswith("=====")] == [BEGIN[:14], END[:14]] * 2


def test_only_units_that_need_eyes_are_sent_in_reading_order() -> None:
    found = request_of(reviewed(needing=3, resting=2), 5.0)
    assert found is not None
    assert [unit.id for unit in found.units] == ["U1", "U2", "U3"]


def test_a_pull_that_needs_no_eyes_asks_nothing() -> None:
    assert request_of(reviewed(needing=0, resting=2), 5.0) is None


def test_what_does_not_fit_is_cut_between_units() -> None:
    found = request_of(reviewed(needing=3 * MOST_UNITS, resting=0), 5.0)
    assert found is not None
    assert len(found.units) == MOST_UNITS


def test_the_budget_is_held_but_for_the_first_unit() -> None:
    size = len(U1.model_dump_json().encode())
    assert len(units_within([U1] * 9, 3 * size)) == 3
    assert units_within([U1], 1) == (U1,)
    assert size < BUDGET


def test_the_same_request_gives_the_same_prompt_however_long_it_may_take() -> None:
    assert render_prompt(request(1.0)) == render_prompt(request(2.0))


def test_a_changed_unit_changes_the_digest() -> None:
    changed = request().model_copy(update={"units": (U1.model_copy(update={"lines": "5-7"}),)})
    assert render_prompt(changed).digest != render_prompt(request()).digest


@pytest.mark.parametrize("name", ["system.j2", "user.j2", "schema.json"])
def test_the_package_holds_its_prompts(name: str) -> None:
    assert files("reviewer.llm").joinpath("prompts", "summary", name).is_file()


def test_the_schema_a_model_is_given_has_the_shape_that_is_checked() -> None:
    given_schema = json.loads(files("reviewer.llm").joinpath("prompts", "summary", "schema.json").read_text())
    checked = Said.model_json_schema()
    item = checked["$defs"]["SaidSentence"]
    asked = given_schema["properties"]["sentences"]["items"]
    for shown, known in ((given_schema, checked), (asked, item)):
        assert shown["required"] == known["required"]
        assert types_of(shown) == types_of(known)


def types_of(schema: dict[str, Any]) -> dict[str, str]:
    return {name: each["type"] for name, each in schema["properties"].items()}


def test_no_code_is_sent() -> None:
    assert set(WordRequest.model_fields) == {"task", "limit", "units", "quotes"}
    assert set(type(U1).model_fields) == {
        *("id", "kind", "name", "path", "lines", "was", "actions", "lines_added", "lines_removed", "names", "facts")
    }
