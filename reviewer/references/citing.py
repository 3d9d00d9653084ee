"""Proofs that say which blobs they are about, so that an outsider finds the texts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reviewer.model.files import FileChange, FileSide
from reviewer.model.ids import Sha
from reviewer.model.units import ChangeUnit, Place


def citing_blobs(units: Sequence[ChangeUnit], changes: Sequence[FileChange]) -> tuple[ChangeUnit, ...]:
    """Return units whose proofs have the blob ids of both sides, None where git did not give them."""
    before = _blobs(change.before for change in changes)
    after = _blobs(change.after for change in changes)
    return tuple(_citing(unit, _blob(unit.before, before), _blob(unit.after, after)) for unit in units)


def _citing(unit: ChangeUnit, before: Sha | None, after: Sha | None) -> ChangeUnit:
    return unit if unit.proof is None else replace(unit, proof=replace(unit.proof, blobs=(before, after)))


def _blobs(sides: Iterable[FileSide | None]) -> dict[str, Sha | None]:
    return {side.path: side.blob for side in sides if side is not None}


def _blob(place: Place | None, blobs: dict[str, Sha | None]) -> Sha | None:
    return blobs.get(place.path) if place is not None else None
