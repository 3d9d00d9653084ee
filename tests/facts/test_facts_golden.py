from pathlib import Path

import pytest
from facts.change_folders import change_folders, compare, read_change

from reviewer.diff.pull import diff_pull
from reviewer.facts.read import read_facts
from reviewer.model.facts import Fact

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "facts"


def tell(fact: Fact, owner: str) -> str:
    anchor = fact.anchor
    return f"{fact.kind}  {fact.subject}: {fact.detail}  {anchor.path}:{anchor.lines.start} {anchor.side}  in {owner}"


@pytest.mark.parametrize("folder", change_folders(FOLDER), ids=lambda folder: folder.name)
def test_golden_facts_of_a_change(folder: Path, *, accept: bool) -> None:
    snapshot = read_change(folder)
    units = diff_pull(snapshot.files).units
    owners = {unit.fingerprint: unit.place.qualified_name or "the file" for unit in units}
    facts = read_facts(units, snapshot.files)
    compare(folder, [tell(fact, owners[fact.unit]) for fact in facts], accept=accept)
