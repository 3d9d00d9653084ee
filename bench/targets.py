"""Which pulls are measured: real ones of bare clones, or the demo's own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer.cli.stage.stories import plan_stories
from reviewer.git.command import Git


@dataclass(frozen=True, slots=True)
class Target:
    """A pull in a repository on disk. `name` is for the table; base and head are revisions."""

    name: str
    kind: str
    repository: Path
    base: str
    head: str
    title: str
    body: str


def real_targets(pulls: Path, mirrors: Path) -> tuple[list[Target], list[str]]:
    """Return the pulls whose repository is among the mirrors, and the names of the others.

    A line of the file is `{"repo", "pr_number", "title", "body", "base_sha", "head_sha", "kind"}`.
    """
    found: list[Target] = []
    missing: list[str] = []
    for line in pulls.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        name = f"{record['repo']}#{record['pr_number']}"
        repository = _mirror(mirrors, record["repo"])
        if repository is None:
            missing.append(name)
            continue
        ends = (record["base_sha"], record["head_sha"])
        found.append(Target(name, record["kind"], repository, *ends, record["title"], record["body"] or ""))
    return found, missing


def demo_targets(fixtures: Path, scratch: Path, git: Git) -> list[Target]:
    """Return the demo's pulls, in a repository that is made for them in the scratch folder."""
    plan = plan_stories(fixtures, scratch / "shop.git", git)
    return [
        Target(pull.branch, "demo", plan.source, plan.base_commit, pull.commit, pull.title, pull.body)
        for pull in plan.pulls
    ]


def _mirror(mirrors: Path, repo: str) -> Path | None:
    return next((path for path in _places(mirrors, repo) if (path / "objects").is_dir()), None)


def _places(mirrors: Path, repo: str) -> Iterator[Path]:
    flat = repo.replace("/", "+")
    yield from (mirrors / flat / "repo", mirrors / flat, mirrors / repo, mirrors / f"{repo}.git")
