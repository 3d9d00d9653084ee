"""What the tests of the doctor's checks share: settings of a folder, and a look through one check."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reviewer.cli.checks.catalogue import CHECKS, Check, run_checks
from reviewer.cli.checks.finding import Finding
from reviewer.cli.checks.ground import Ground
from reviewer.settings import Settings


def settings_of(folder: Path, **given: Any) -> Settings:
    """Return the settings of an App that lives in a folder, with no `.env` and nothing from the environment."""
    data = folder / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    return Settings.model_validate({"data_dir": data, **given})


def look(name: str, settings: Settings, clock: Callable[[], float] | None = None) -> Finding:
    """Return what the check of this name finds, through the doctor's own door."""
    ground = Ground(lambda: settings) if clock is None else Ground(lambda: settings, clock)
    [(_, finding)] = run_checks(ground, is_offline=False, checks=[check_of(name)])
    return finding


def check_of(name: str) -> Check:
    """Return the check of this name."""
    return next(check for check in CHECKS if check.name == name)
