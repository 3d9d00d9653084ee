"""Proofs as they are handed in: one record of a proof, or a whole review in JSON, from a file or as text."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from reviewer.errors import TellOperator
from reviewer.model.ids import Sha
from reviewer.model.units import ProofKind

_Sha = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Evidence(_Part):
    """A named value."""

    name: str
    value: str


class SlipSide(_Part):
    """Where the unit stands on a side, and in which blob."""

    path: str
    blob: _Sha | None
    qualified_name: str
    start_line: int
    end_line: int


class Slip(_Part):
    """A proof as it is recorded."""

    kind: ProofKind
    evidence: tuple[Evidence, ...]
    engine: str
    digests: str
    base: _Sha | None = None
    head: _Sha | None = None
    before: SlipSide | None
    after: SlipSide | None

    @property
    def commits(self) -> tuple[Sha, Sha] | None:
        """Return the commits that were compared, None when it cites none."""
        return (Sha(self.base), Sha(self.head)) if self.base is not None and self.head is not None else None

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return its evidence as pairs."""
        return frozenset((one.name, one.value) for one in self.evidence)


class _Unit(_Part):
    id: str
    proof: Slip | None


class _Record(_Part):
    units: tuple[_Unit, ...]


_ADAPTER: TypeAdapter[_Record | Slip] = TypeAdapter(_Record | Slip)


def read_slips(given: str, text: str) -> list[tuple[str, Slip]]:
    """Return the proofs in a text, each with the id of its unit ("" where it is not known).

    `given` is what the person called it. Raises TellOperator when it holds no proof.
    """
    try:
        read = _ADAPTER.validate_json(text)
    except ValidationError as error:
        first = error.errors()[-1]
        where = ".".join(str(part) for part in first["loc"][1:]) or "the whole"
        raise TellOperator(
            f"{given} is neither a proof nor a review in JSON ({where}: {first['msg']}). Give what "
            "`reviewer review --format json` wrote, or the `proof` of one of its units."
        ) from error
    if isinstance(read, Slip):
        return [("", read)]
    return [(unit.id, unit.proof) for unit in read.units if unit.proof is not None]


def text_of(given: str, standard_input: str) -> tuple[str, str]:
    """Return what to call a proof that was given as text or as the name of a file, and its text."""
    if given.lstrip().startswith("{"):
        return "what was given", given
    if given == "-":
        return "standard input", standard_input
    try:
        return given, Path(given).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise TellOperator(f"Could not read the proof from {given}: {error}") from error
