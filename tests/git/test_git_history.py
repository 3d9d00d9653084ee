"""The past of paths: read once, kept, continued, and left out where it cannot be had."""

from dataclasses import replace
from pathlib import Path

import pytest
from git_making import Work

from reviewer.git.command import Git
from reviewer.git.history import read_history, with_history
from reviewer.git.range import read_range
from reviewer.git.repository import Repository
from reviewer.git.snapshot import read_snapshot
from reviewer.model.history import FileHistory, History
from reviewer.model.ids import Sha

NOW = 1_700_000_000


@pytest.fixture
def repository(work: Work, git: Git) -> Repository:
    return Repository(git, work.path / ".git")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


def history_of(repository: Repository, work: Work, kept: Path | None, *paths: str) -> History:
    tip = Sha(work.git("rev-parse", "main"))
    return read_history(repository, tip, tip, paths, kept)


def test_changes_and_fixes_of_each_path_are_counted(work: Work, repository: Repository) -> None:
    work.commit({"a.py": "1\n", "b.py": "1\n"}, "Start")
    work.commit({"a.py": "2\n"}, "Fix the crash of a")
    found = history_of(repository, work, None, "a.py", "b.py", "c.py")
    assert (found.at, found.commits, found.unknown) == (NOW, 2, ())
    assert found.files == {"a.py": FileHistory(2, 1, NOW, NOW, 1.0), "b.py": FileHistory(1, 0, NOW, NOW, 1.0)}


def test_a_fix_is_one_wherever_its_subject_says_so(work: Work, repository: Repository) -> None:
    work.commit({"a.py": "1\n"}, "Charts: fix the axis")
    assert history_of(repository, work, None, "a.py").files["a.py"].fixes == 1


def test_a_prefix_is_not_a_fix(work: Work, repository: Repository) -> None:
    work.commit({"a.py": "1\n"}, "Add a prefix and a suffix")
    assert history_of(repository, work, None, "a.py").files["a.py"].fixes == 0


def test_what_was_kept_is_continued_and_gives_the_same(work: Work, repository: Repository, kept: Path) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    history_of(repository, work, kept, "a.py")
    work.commit({"a.py": "2\n", "b.py": "1\n"}, "Fix a")
    assert history_of(repository, work, kept, "a.py", "b.py") == history_of(repository, work, None, "a.py", "b.py")
    assert len(history_of(repository, work, kept).landed) == 1


def test_a_commit_without_a_subject_or_an_address_is_read(work: Work, repository: Repository) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    work.write({"a.py": "2\n"})
    work.git("-c", "user.email=", "commit", "--all", "--quiet", "--allow-empty-message", "--message=", "--author=A <>")
    assert history_of(repository, work, None, "a.py").files["a.py"].changes == 2


def test_a_rewritten_branch_is_read_anew(work: Work, repository: Repository, kept: Path) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    work.commit({"a.py": "2\n"}, "Fix a")
    history_of(repository, work, kept, "a.py")
    work.git("reset", "--quiet", "--hard", "HEAD~1")
    work.commit({"a.py": "3\n"}, "Other")
    found = history_of(repository, work, kept, "a.py")
    assert (found.commits, found.files["a.py"].changes, found.files["a.py"].fixes) == (2, 2, 0)


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_kept_file_that_cannot_be_read_is_made_anew(
    work: Work, repository: Repository, kept: Path, content: bytes
) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    kept.write_bytes(content)
    assert history_of(repository, work, kept, "a.py").files["a.py"].changes == 1


def test_where_nothing_can_be_kept_it_is_read_all_the_same(work: Work, repository: Repository, tmp_path: Path) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    assert history_of(repository, work, tmp_path / "absent" / "kept.db", "a.py").files["a.py"].changes == 1


def test_odd_paths_and_commits_without_files_are_told_apart(work: Work, repository: Repository) -> None:
    work.commit({"a b\n.py": "1\n", "é.py": "1\n"}, "Start")
    work.commit({}, "Nothing")
    work.commit({"é.py": "2\n"}, "Fix")
    found = history_of(repository, work, None, "a b\n.py", "é.py")
    assert [(one.changes, one.fixes) for one in found.files.values()] == [(1, 0), (2, 1)]


def test_a_past_that_takes_too_long_is_left_out_and_said(work: Work, repository: Repository, tmp_path: Path) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    base = Sha(work.git("rev-parse", "HEAD"))
    head = Sha(work.commit({"a.py": "2\n"}, "Change"))
    snapshot = read_snapshot(repository, base, head)
    slow = tmp_path / "git"
    slow.write_text(f'#!/bin/sh\ncase "$*" in *\' log \'*) exec sleep 60 ;; esac\nexec {repository.git.program} "$@"\n')
    slow.chmod(0o755)
    hasty = replace(repository, git=replace(repository.git, program=slow, seconds=1.0))
    history = with_history(hasty, snapshot, base, None).history
    assert history is not None
    assert (history.commits, history.files) == (0, {})
    (reason,) = history.unknown
    assert "took longer than 1 second" in reason


def test_a_local_range_has_the_past_of_its_base_and_none_of_its_own(work: Work) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    work.commit({"a.py": "2\n"}, "Fix a")
    work.git("checkout", "--quiet", "-b", "topic")
    work.commit({"a.py": "3\n"}, "Fix a again")
    history = read_range(work.path, "main..topic").history
    assert history is not None
    assert (history.commits, history.files["a.py"].changes) == (2, 2)
