from pathlib import Path

import pytest
from facts.change_folders import change_folders, compare, read_change

from reviewer.diff.pull import diff_pull
from reviewer.facts.read import read_facts
from reviewer.intent.check import check_intent
from reviewer.model.ids import Fingerprint
from reviewer.model.intent import Claim, Intent, Quote

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "intent"


def tell_quote(quote: Quote | None) -> str:
    return f"{quote.text}  ({quote.source})" if quote else "not stated"


def tell_claim(claim: Claim, names: dict[Fingerprint, str]) -> list[str]:
    where = "".join(f"  {anchor.path}:{anchor.lines.start}" for anchor in claim.anchors)
    why = f": {claim.explanation}" if claim.explanation else ""
    explains = ", ".join(names[unit] for unit in claim.explains) or "nothing"
    return [f"{claim.verdict}  {claim.quote.text}  ({claim.quote.source}){why}{where}", f"    explains {explains}"]


def tell(intent: Intent, names: dict[Fingerprint, str]) -> list[str]:
    claims = [line for claim in intent.claims for line in tell_claim(claim, names)]
    unexplained = [f"unexplained  {name}" for unit, name in names.items() if unit in intent.unexplained]
    return [f"goal  {tell_quote(intent.goal)}", f"why  {tell_quote(intent.why)}", *claims, *unexplained]


@pytest.mark.parametrize("folder", change_folders(FOLDER), ids=lambda folder: folder.name)
def test_golden_intent_of_a_change(folder: Path, *, accept: bool) -> None:
    snapshot = read_change(folder)
    units = diff_pull(snapshot.files).units
    names = {unit.fingerprint: unit.place.qualified_name or unit.place.path for unit in units}
    intent = check_intent(snapshot.prose, units, read_facts(units, snapshot.files), snapshot.files)
    compare(folder, tell(intent, names), accept=accept)
