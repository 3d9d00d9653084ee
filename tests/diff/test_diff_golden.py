from pathlib import Path

import pytest
from folder_pulls import as_text, pull_of_folders

from reviewer.diff import diff_pull

CASES = sorted((Path(__file__).resolve().parents[2] / "fixtures" / "diff").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_golden_units_of_a_case_are_as_expected(case: Path, *, accept: bool) -> None:
    found = as_text(diff_pull(pull_of_folders(case)))
    expected = case / "expected.txt"
    if accept:
        expected.write_text(found)
    assert found == expected.read_text()
