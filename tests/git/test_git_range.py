"""A local range is read as the pull it would make."""

import os
from pathlib import Path

import pytest
from git_making import Work, make_work

from reviewer.errors import TellOperator
from reviewer.git.command import find_git
from reviewer.git.range import read_range


@pytest.fixture
def forked(work: Work) -> Work:
    """A main that went on, and a branch `topic` of two commits, checked out."""
    work.commit({"a.py": "1\n", "b.py": "1\n"}, "Start")
    work.git("checkout", "--quiet", "-b", "topic")
    work.commit({"a.py": "2\n"}, "Change a\n\nBecause it was wrong.")
    work.commit({"a.py": "3\n"}, "Change a again")
    work.git("checkout", "--quiet", "main")
    work.commit({"b.py": "2\n", ".github/reviewer.yml": "mode: gate\n"}, "Main goes on")
    work.git("checkout", "--quiet", "topic")
    return work


@pytest.mark.parametrize("spec", ["main..topic", "main...topic", "main..", "topic", None])
def test_every_way_to_say_a_range_starts_at_the_merge_base(forked: Work, spec: str | None) -> None:
    snapshot = read_range(forked.path, spec)
    assert [file.path for file in snapshot.files] == ["a.py"]
    assert snapshot.merge_base == forked.git("merge-base", "main", "topic")


def test_commits_are_listed_oldest_first(forked: Work) -> None:
    commits = read_range(forked.path).prose.commits
    assert [commit.message for commit in commits] == ["Change a\n\nBecause it was wrong.", "Change a again"]
    assert (commits[0].author, commits[0].authored_at) == ("Ada", 1_700_000_000)


def test_one_commit_gives_title_and_body(forked: Work) -> None:
    prose = read_range(forked.path, "main..HEAD~1").prose
    assert (prose.title, prose.body) == ("Change a", "Because it was wrong.")


def test_several_commits_take_the_name_of_their_branch(forked: Work) -> None:
    assert read_range(forked.path).prose.title == "topic"


def test_several_commits_of_no_branch_have_no_title(forked: Work) -> None:
    forked.git("checkout", "--quiet", "--detach")
    assert read_range(forked.path).prose.title == ""


def test_policy_comes_from_the_base(forked: Work) -> None:
    forked.commit({".github/reviewer.yml": "muted: true\n"}, "Let nobody look")
    assert read_range(forked.path).policy_text == "mode: gate\n"


def test_a_policy_that_is_a_link_is_not_followed(work: Work) -> None:
    (work.path / ".github").mkdir()
    (work.path / ".github/reviewer.yml").symlink_to("/etc/passwd")
    work.commit({"a": "1\n"})
    work.commit({"a": "2\n"})
    assert read_range(work.path, "HEAD~1..HEAD").policy_text is None


def test_a_policy_too_large_to_read_is_told(work: Work) -> None:
    work.commit({".github/reviewer.yml": "# " + "x" * 1_100_000, "a": "1\n"})
    work.commit({"a": "2\n"})
    snapshot = read_range(work.path, "HEAD~1..HEAD")
    assert snapshot.notes == ("The policy file .github/reviewer.yml was not read: larger than 1 MB (1.1 MB).",)


def test_the_remote_comes_before_local_branches(forked: Work, tmp_path: Path) -> None:
    forked.git("clone", "--quiet", str(forked.path), str(tmp_path / "clone"))
    clone = Work(tmp_path / "clone")
    clone.git("checkout", "--quiet", "-b", "mine")
    clone.commit({"c.py": "1\n"}, "Mine")
    assert [file.path for file in read_range(clone.path).files] == ["c.py"]


def test_an_empty_range_says_so(forked: Work) -> None:
    snapshot = read_range(forked.path, "topic..topic")
    assert snapshot.files == ()
    (note,) = snapshot.notes
    assert note.startswith("topic changes nothing since it left topic. To review other commits, say BASE..HEAD;")


def test_without_a_merge_base_the_base_itself_is_compared(work: Work) -> None:
    work.commit({"a.py": "1\n", "b.py": "1\n"})
    work.git("checkout", "--quiet", "--orphan", "other")
    work.commit({"a.py": "2\n"})
    snapshot = read_range(work.path, "main..other")
    assert [file.path for file in snapshot.files] == ["a.py"]
    assert snapshot.merge_base is None
    assert snapshot.notes == ("Base and head share no history: the base's own files are compared instead.",)


def test_a_shallow_clone_says_what_is_cut_off(forked: Work, tmp_path: Path) -> None:
    url = f"file://{forked.path}"
    forked.git("clone", "--quiet", "--depth=1", "--no-single-branch", url, str(tmp_path / "shallow"))
    snapshot = read_range(tmp_path / "shallow", "origin/main..origin/topic")
    assert snapshot.notes == (
        "This clone is shallow and the merge base is cut off: the base's own files are compared instead.",
    )


def test_more_commits_than_github_lists_are_counted(work: Work) -> None:
    stream = b"".join(
        f"commit refs/heads/main\ncommitter A <a> {n} +0000\ndata 1\nxM 100644 inline f\ndata 4\n{n:03}\n".encode()
        for n in range(300)
    )
    work.git("fast-import", "--quiet", stdin=stream)
    snapshot = read_range(work.path, "main~299..main")
    assert len(snapshot.prose.commits) == 250
    assert "Of 299 commits the newest 250 were read." in snapshot.notes


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_repository_of_another_user_is_read(forked: Work) -> None:
    for path in (forked.path, *forked.path.rglob("*")):
        os.chown(path, 12_345, 12_345)
    assert len(read_range(forked.path).files) == 1


def test_a_linked_work_tree_and_a_submodule_are_read(forked: Work, tmp_path: Path) -> None:
    forked.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "topic")
    top = make_work(tmp_path / "top")
    top.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(forked.path), "sub")
    for place in (tmp_path / "linked", top.path / "sub"):
        assert len(read_range(place, "HEAD~2..HEAD").files) == 1


def test_a_place_without_a_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(TellOperator, match="no git repository"):
        read_range(tmp_path)


def test_a_path_that_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(TellOperator, match="not a directory"):
        read_range(tmp_path / "absent")


@pytest.mark.parametrize("spec", ["nowhere", "main..nowhere", "--output=/tmp/x", "main..--all"])
def test_an_unknown_revision_is_told(forked: Work, spec: str) -> None:
    with pytest.raises(TellOperator, match="has no commit"):
        read_range(forked.path, spec)


def test_a_repository_without_a_default_branch_is_told(tmp_path: Path) -> None:
    work = make_work(tmp_path / "odd")
    work.git("checkout", "--quiet", "-b", "odd")
    work.commit({"a": "1\n"})
    with pytest.raises(TellOperator, match=r"say BASE\.\.HEAD"):
        read_range(work.path)


def test_a_partial_clone_with_missing_objects_is_told_and_fetches_nothing(forked: Work, tmp_path: Path) -> None:
    forked.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{forked.path}"
    forked.git("clone", "--quiet", "--bare", "--filter=blob:none", url, str(tmp_path / "partial"))
    with pytest.raises(TellOperator, match="partial clone"):
        read_range(tmp_path / "partial", "main..topic")


def test_a_machine_without_git_is_told(tmp_path: Path) -> None:
    with pytest.raises(TellOperator, match="install git"):
        find_git(str(tmp_path))
