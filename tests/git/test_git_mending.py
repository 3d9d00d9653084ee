"""Which earlier changes later commits mend: what they say themselves, and what blame says."""

from collections.abc import Sequence

import pytest
from git_making import ENVIRONMENT, Work

from reviewer.git.command import Git
from reviewer.git.landed import read_landings
from reviewer.git.mending import Mending, find_mends, read_messages
from reviewer.git.repository import Repository
from reviewer.model.backtest import How
from reviewer.model.ids import Sha

FAULTY = "def total(cart):\n    return sum(cart) + 1\n"
MENDED = "def total(cart):\n    return sum(cart)\n"


@pytest.fixture
def dated(work: Work, monkeypatch: pytest.MonkeyPatch) -> Work:
    """A repository whose first commit is there; `commit_all` makes others, a day apart."""
    work.commit({"README.md": "A shop.\n"}, "Start")
    monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", "1700086400 +0000")
    return work


def mends_of(work: Work, git: Git) -> Mending:
    repository = Repository(git, work.path / ".git")
    tip = Sha(work.git("rev-parse", "HEAD"))
    landings = read_landings(repository, tip)
    return find_mends(repository, landings, read_messages(repository, tip, landings[0].before), _unheard)


def _unheard(_done: int, _of: int) -> None:
    """Nobody follows the progress."""


def ways(found: Mending, sha: str) -> Sequence[How]:
    return [mend.how for mend in found.mends.get(Sha(sha), ())]


def test_a_fix_blames_the_change_whose_lines_it_replaces(dated: Work, git: Git) -> None:
    cause = dated.commit({"cart.py": FAULTY}, "Add totals")
    other = dated.commit({"other.py": "A = 1\n"}, "Add other")
    dated.commit({"cart.py": MENDED}, "Fix the total")
    found = mends_of(dated, git)
    assert (ways(found, cause), ways(found, other), found.fixes) == ([How.BLAMED], [], 1)


@pytest.mark.parametrize("subject", ["Fix typo", "Fix the docs", "Change the total"])
def test_what_mends_no_program_blames_nobody(dated: Work, git: Git, subject: str) -> None:
    cause = dated.commit({"cart.py": FAULTY}, "Add totals")
    dated.commit({"cart.py": MENDED}, subject)
    assert ways(mends_of(dated, git), cause) == []


@pytest.mark.parametrize("path", ["tests/test_cart.py", "README.md", "docs/conf.py"])
def test_lines_outside_code_are_not_blamed(dated: Work, git: Git, path: str) -> None:
    cause = dated.commit({path: FAULTY}, "Add totals")
    dated.commit({path: MENDED}, "Fix the total")
    assert ways(mends_of(dated, git), cause) == []


def test_lines_laid_out_anew_are_not_blamed(dated: Work, git: Git) -> None:
    cause = dated.commit({"cart.py": FAULTY}, "Add totals")
    dated.commit({"cart.py": FAULTY.replace("sum(cart) + 1", "sum( cart ) + 1")}, "Fix the total")
    assert ways(mends_of(dated, git), cause) == []


def test_a_revert_is_known_by_its_words(dated: Work, git: Git) -> None:
    cause = dated.commit({"cart.py": FAULTY}, "Add totals")
    dated.git("revert", "--no-edit", "HEAD")
    assert ways(mends_of(dated, git), cause) == [How.REVERTED]


def test_a_fix_that_names_its_cause_is_believed(dated: Work, git: Git) -> None:
    cause = dated.commit({"cart.py": FAULTY}, "Add totals")
    dated.commit({"cart.py": MENDED}, f'Total right\n\nFixes: {cause[:12]} ("Add totals")')
    assert ways(mends_of(dated, git), cause) == [How.NAMED]


def test_a_pull_that_is_reverted_is_found_by_its_number(dated: Work, git: Git) -> None:
    cause = dated.commit({"cart.py": FAULTY}, "Add totals (#12)")
    dated.commit({"cart.py": None}, "Undo totals (#13)\n\nReverts acme/shop#12")
    assert ways(mends_of(dated, git), cause) == [How.REVERTED]
