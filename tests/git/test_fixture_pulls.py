"""The demo's pull requests are well formed and tell the stories they say."""

import ast
from pathlib import Path

import pytest
import yaml
from git_making import Work

PULLS = Path(__file__).resolve().parents[2] / "fixtures" / "pulls"
NAMES = sorted(path.name for path in PULLS.iterdir() if (path / "pull.yml").exists())
KEYS = {"story", "title", "body", "branch", "author", "labels"}
OPTIONAL = {"commit", "bot", "draft", "fork"}


def functions_of(*paths: Path) -> set[str]:
    trees = [ast.parse(path.read_text()) for path in paths]
    return {ast.unparse(node) for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", NAMES)
def test_a_pull_says_everything_the_loader_reads(name: str) -> None:
    said = yaml.safe_load((PULLS / name / "pull.yml").read_text())
    assert set(said) >= KEYS
    assert set(said) <= KEYS | OPTIONAL


@pytest.mark.parametrize("name", NAMES)
def test_a_pull_has_a_branch_that_git_takes(name: str, work: Work) -> None:
    branch = yaml.safe_load((PULLS / name / "pull.yml").read_text())["branch"]
    assert work.git("check-ref-format", "--branch", branch) == branch


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_a_pull_changes_something(name: str) -> None:
    overlay = PULLS / name / "after"
    for path in (path for path in overlay.rglob("*") if path.is_file()):
        before = PULLS / "base" / path.relative_to(overlay)
        assert not before.exists() or before.read_bytes() != path.read_bytes(), path


@pytest.mark.parametrize("name", NAMES)
def test_what_is_deleted_was_there(name: str) -> None:
    for listed in PULLS.glob(f"{name}/**/delete.txt"):
        assert all((PULLS / "base" / path).exists() for path in listed.read_text().splitlines())


def test_the_big_move_changes_no_function() -> None:
    package = PULLS / "03-split-text" / "after" / "api" / "shop" / "text"
    before = functions_of(PULLS / "base" / "api" / "shop" / "text.py")
    assert before == functions_of(*package.glob("*.py"))
    assert len(before) == 15


def test_the_formatting_run_changes_layout_only() -> None:
    after = PULLS / "04-formatters" / "after"
    for path in (path for path in after.rglob("*") if path.is_file()):
        before = PULLS / "base" / path.relative_to(after)
        assert "".join(before.read_text().split()) == "".join(path.read_text().split())
