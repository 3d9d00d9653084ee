"""The operator's file of calibrations: written by `reviewer backtest`, read by whoever reviews."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from reviewer.errors import TellOperator
from reviewer.model.calibration import Calibration

SCHEMA = "calibration/1"


@dataclass(frozen=True, slots=True)
class _File:
    schema: str
    repositories: dict[str, Calibration] = field(default_factory=dict[str, Calibration])


@cache
def _adapter() -> TypeAdapter[_File]:
    return TypeAdapter(_File)


def load_calibrations(file: Path) -> dict[str, Calibration]:
    """Return the calibrations of a file by repository ("owner/name", in small letters).

    Raises TellOperator naming the file where it cannot be read or is of another form.
    """
    try:
        found = _adapter().validate_json(file.read_bytes())
    except OSError as error:
        raise TellOperator(f"Read the calibrations of {file}, but {error.strerror}: check the path.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise TellOperator(
            f"Read the calibrations of {file}, but {where}: {first['msg']}. Write it anew with `reviewer backtest`."
        ) from None
    if found.schema != SCHEMA:
        raise TellOperator(f"{file} is of the form {found.schema!r}, not {SCHEMA!r}: write it anew.")
    return {name.lower(): one for name, one in found.repositories.items()}


def save_calibrations(file: Path, new: Mapping[str, Calibration]) -> None:
    """Write calibrations to a file; those of other repositories that it holds stay."""
    known = load_calibrations(file) if file.exists() else {}
    merged = known | {name.lower(): one for name, one in new.items()}
    content = _adapter().dump_python(_File(SCHEMA, dict(sorted(merged.items()))), mode="json")
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
        part.replace(file)
    except OSError as error:
        raise TellOperator(f"Wrote the calibrations to {file}, but {error.strerror}: choose another place.") from error
