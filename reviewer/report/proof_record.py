"""A proof as the record that an outsider checks: it says all that is needed to derive it again."""

from reviewer.model.review import Review
from reviewer.model.units import ChangeUnit, Place, Proof
from reviewer.report.neutral import utf8

Json = dict[str, object]

DIGESTS = "tokens/1"
"""How the digests in the evidence are made; see docs/proofs.md."""


def proof_record(unit: ChangeUnit, review: Review) -> Json | None:
    """Return the record of a unit's proof, None when it has none."""
    proof = unit.proof
    if proof is None:
        return None
    return {
        "kind": proof.kind.value,
        "statement": utf8(proof.statement),
        "evidence": [{"name": utf8(name), "value": utf8(value)} for name, value in proof.evidence],
        "engine": review.engine,
        "digests": DIGESTS,
        "base": review.merge_base or review.base,
        "head": review.head,
        "before": _side(unit.before, proof, 0),
        "after": _side(unit.after, proof, 1),
    }


def _side(place: Place | None, proof: Proof, side: int) -> Json | None:
    """Return where the unit stands on a side, and in which blob."""
    if place is None:
        return None
    return {
        "path": utf8(place.path),
        "blob": proof.blobs[side],
        "qualified_name": utf8(place.qualified_name),
        "start_line": place.start_line,
        "end_line": place.end_line,
    }
