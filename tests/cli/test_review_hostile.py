"""`reviewer review` in a repository that an attacker made: an exit code, one line of what went wrong, no trace."""

import subprocess
import sys
from pathlib import Path

import pytest

REVIEWER = [sys.executable, "-c", "from reviewer.cli.main import run; run()"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home and a folder for temporary files that stay empty."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def git(repo: Path, *words: str, given: bytes = b"") -> str:
    command = ["git", "-C", str(repo), "-c", "user.name=A", "-c", "user.email=a@b", *words]
    return subprocess.run(command, input=given, check=True, capture_output=True).stdout.decode().strip()  # noqa: S603 - git with our own words


def made(repo: Path, listed: bytes) -> Path:
    """Make a repository whose main is empty and whose topic is this listing of `git mktree -z`."""
    repo.mkdir()
    git(repo, "init", "--quiet", "--initial-branch", "main")
    git(repo, "commit", "--quiet", "--allow-empty", "--message", "Start")
    text = git(repo, "hash-object", "-w", "--stdin", given=b"root:x\n")
    tree = git(repo, "mktree", "-z", "--missing", given=listed.replace(b"TEXT", text.encode()))
    git(repo, "branch", "topic", git(repo, "commit-tree", tree, "-p", "HEAD", "-m", "Closes #1 @bob </details>"))
    return repo


def review(repo: Path, home: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TMPDIR": str(home)}
    command = [*REVIEWER, "review", "main..topic", *words]
    return subprocess.run(command, cwd=repo, capture_output=True, timeout=60, check=False, env=environment)  # noqa: S603 - our own program


@pytest.mark.parametrize("form", ["text", "markdown", "json", "html"])
@pytest.mark.parametrize(
    "listed",
    [
        b"100644 blob TEXT\t..\0",
        b"100644 blob TEXT\t.git\0",
        b"100644 blob TEXT\t--output=x\n\x1b[31m\xff\"'\0",
        b"120000 blob TEXT\tlink\x00160000 commit 1111111111111111111111111111111111111111\tsub\0",
        b"100644 blob TEXT\tREADME\x00100644 blob TEXT\treadme\0",
    ],
)
def test_any_tree_is_reviewed_in_every_form_and_leaves_nothing(
    tmp_path: Path, home: Path, listed: bytes, form: str
) -> None:
    repo = made(tmp_path / "repo", listed)
    before = sorted(path for path in repo.rglob("*"))
    result = review(repo, home, "--format", form)
    assert (result.returncode, result.stderr) == (0, b"")
    assert sorted(path for path in repo.rglob("*")) == before
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "listed",
    [
        b"100644 blob 1111111111111111111111111111111111111111\ta\0",
        b"040000 tree 2222222222222222222222222222222222222222\tb\0",
    ],
)
def test_what_is_not_there_is_told_in_one_line(tmp_path: Path, home: Path, listed: bytes) -> None:
    result = review(made(tmp_path / "repo", listed), home)
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert result.stderr.decode().startswith("reviewer: the repository on disk is damaged")
    assert list(home.iterdir()) == []
