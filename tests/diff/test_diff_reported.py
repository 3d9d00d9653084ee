"""What users of other semantic diffs reported as wrong, told with texts of our own."""

from pathlib import Path

import pytest
from folder_pulls import pull_of_folders

from reviewer.diff import diff_pull

SEM = "https://github.com/Ataraxy-Labs/sem/issues/"
REPORTED = {
    "small-rename": (f"{SEM}20", {"renamed Cards.fetch_one"}),
    "members-of-a-renamed-class": (f"{SEM}49", {"renamed Gate", "signature changed Gate.open"}),
    "file-renamed-and-body-changed": (f"{SEM}117", {"file renamed", "body changed withTax"}),
    "file-renamed-to-another-language": (f"{SEM}138", {"file renamed"}),
    "moved-and-body-changed": (f"{SEM}175", {"imports", "moved, body changed withTax"}),
    "overloads-edited-and-shifted": (f"{SEM}247", {"body changed area"}),
    "overload-stubs-shifted": (f"{SEM}455", {"signature changed, body changed where"}),
    "file-renamed-only": ("https://github.com/entireio/entire-graph/pull/159", {"file renamed"}),
}


@pytest.mark.parametrize("name", REPORTED)
def test_a_reported_mistake_of_other_tools_is_not_made(name: str, fixtures: Path) -> None:
    report, expected = REPORTED[name]
    units = diff_pull(pull_of_folders(fixtures / "diff" / f"reported-{name}")).units
    said = {" ".join([", ".join(unit.actions), *([unit.after.qualified_name] if unit.after else [])]) for unit in units}
    assert {line.strip() for line in said} == expected, report
