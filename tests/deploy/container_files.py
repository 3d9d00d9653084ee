"""The Dockerfile and the compose file, read as far as our own go."""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Stage:
    """A stage of the Dockerfile: what it starts from, and its instructions in order."""

    name: str
    base: str
    steps: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def words(self, instruction: str) -> list[str]:
        """Return what each use of an instruction says."""
        return [words for step, words in self.steps if step == instruction]


def read_stages() -> dict[str, Stage]:
    """Return the stages by name, in order."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    stages: dict[str, Stage] = {}
    stage = Stage("", "")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        instruction, _, words = line.partition(" ")
        if instruction == "FROM":
            base, _, name = words.split(" ")
            stage = stages[name] = Stage(name, base)
        else:
            stage.steps.append((instruction, words))
    return stages


def ancestry(stages: dict[str, Stage], name: str) -> list[Stage]:
    """Return a stage and what it builds on, the oldest first."""
    found = [stages[name]]
    while found[0].base in stages:
        found.insert(0, stages[found[0].base])
    return found


def copied(words: str) -> tuple[list[str], str]:
    """Return the sources and the destination of a COPY from the build context."""
    parts = shlex.split(words)
    return parts[:-1], parts[-1]


def read_compose() -> dict[str, Any]:
    """Return the compose file."""
    return cast("dict[str, Any]", yaml.safe_load((ROOT / "compose.yaml").read_text()))
