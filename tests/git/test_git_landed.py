"""The changes that a branch took: merges with all they brought, and what was known before them."""

from pathlib import Path

import pytest
from git_making import ENVIRONMENT, Work

from reviewer.git.command import Git
from reviewer.git.history import COMPARED, read_history
from reviewer.git.landed import read_landings
from reviewer.git.repository import Repository
from reviewer.model.ids import Sha

DAY = 86_400


@pytest.fixture
def repository(work: Work, git: Git) -> Repository:
    return Repository(git, work.path / ".git")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Each commit is made a day after the one before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.now = 1_700_000_000

    def tick(self) -> None:
        self.now += DAY
        self.monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", f"{self.now} +0000")


def tip_of(work: Work) -> Sha:
    return Sha(work.git("rev-parse", "main"))


def history_with_a_merge(work: Work, clock: Clock) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    clock.tick()
    work.git("checkout", "--quiet", "-b", "topic")
    work.commit({"b.py": "1\n"}, "Add b")
    clock.tick()
    work.commit({"b.py": "2\n"}, "Fix b")
    clock.tick()
    work.git("checkout", "--quiet", "main")
    work.commit({"a.py": "2\n"}, "Fix a")
    clock.tick()
    work.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic")


def test_a_merge_is_one_change_with_all_that_it_brought(work: Work, repository: Repository, clock: Clock) -> None:
    history_with_a_merge(work, clock)
    alone, merge = read_landings(repository, tip_of(work))
    assert (alone.paths, len(alone.brought)) == ((b"a.py",), 1)
    assert (merge.paths, len(merge.brought), merge.sha) == ((b"b.py",), 3, tip_of(work))


def test_what_a_branch_did_itself_is_no_past_of_its_merge(work: Work, repository: Repository, clock: Clock) -> None:
    history_with_a_merge(work, clock)
    merge, alone = read_history(repository, tip_of(work), tip_of(work), (), None).landed
    assert merge == {"files": 0.0, "directories": 0.0, "new_file": 0.6931}
    assert alone["prior_changes"] == 0.6931


def test_changes_that_touch_no_code_outside_tests_are_not_compared_with(work: Work, repository: Repository) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    work.commit({"README.md": "1\n", "tests/test_a.py": "1\n", "docs/conf.py": "1\n"}, "Tell")
    assert read_history(repository, tip_of(work), tip_of(work), (), None).landed == ()


def test_the_past_of_a_pull_ends_where_it_left_the_branch(work: Work, repository: Repository, clock: Clock) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    for number in range(3):
        clock.tick()
        work.commit({"a.py": f"{number}\n"}, "Change")
    base = Sha(work.git("rev-parse", "main~1"))
    assert len(read_history(repository, tip_of(work), base, (), None).landed) == 2


def test_what_was_kept_is_continued_with_the_same_changes(
    work: Work, repository: Repository, clock: Clock, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"
    work.commit({"a.py": "1\n"}, "Start")
    for number in range(4):
        clock.tick()
        work.commit({"a.py": f"{number}\n", f"b{number}.py": "1\n"}, "Fix")
        read_history(repository, tip_of(work), tip_of(work), (), kept)
    ends = tip_of(work), tip_of(work)
    assert read_history(repository, *ends, (), kept).landed == read_history(repository, *ends, (), None).landed


def test_no_more_are_read_than_a_pull_is_compared_with(work: Work, repository: Repository, tmp_path: Path) -> None:
    work.commit({"a.py": "1\n"}, "Start")
    at = 1_700_000_000
    commits = [
        f"commit refs/heads/main\ncommitter A <a> {at + number} +0000\ndata 1\nC\n"
        + ("from refs/heads/main^0\n" if number == 0 else "")
        + f"M 644 inline a.py\ndata 4\n{number:04}\n"
        for number in range(COMPARED + 9)
    ]
    work.git("fast-import", "--quiet", stdin="".join(commits).encode())
    assert len(read_history(repository, tip_of(work), tip_of(work), (), tmp_path / "kept.db").landed) == COMPARED
