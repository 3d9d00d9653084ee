"""The demo's folder of pull requests becomes a real git repository and a plan."""

import subprocess
from pathlib import Path

import pytest

from reviewer.cli.stage.range import plan_range
from reviewer.cli.stage.stories import plan_stories
from reviewer.errors import TellOperator
from reviewer.git.command import find_git
from reviewer.settings import search_path

GIT = find_git(search_path())


def git(folder: Path, *words: str) -> str:
    name = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    done = subprocess.run(["git", "-C", folder, *name, *words], check=True, capture_output=True, text=True)  # noqa: S603, S607 - git with fixed words
    return done.stdout.strip()


def write(root: Path, **texts: str) -> None:
    """Write files; in their names "__" is a slash and "_" a dot."""
    for name, text in texts.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A base of two files, and one pull that changes the first and removes the second."""
    folder = tmp_path / "pulls"
    write(folder / "base", cart_py="total = 1\n", docs__old_md="Old.\n", _env="PORT=1\n")
    write(
        folder / "01-total",
        pull_yml="title: Count to two\nauthor: mira\nbranch: two\nbody: ''\nlabels: [feature]\n",
        after__cart_py="total = 2\n",
        delete_txt="docs/old.md\n",
    )
    return folder


def test_each_pull_is_one_commit_on_a_branch_from_main(stories: Path, tmp_path: Path) -> None:
    plan = plan_stories(stories, tmp_path / "source.git", GIT)
    assert git(plan.source, "log", "--format=%s %an %ae", "main..two") == "Count to two mira mira@example.com"
    assert git(plan.source, "diff", "--name-status", "main", "two") == "M\tcart.py\nD\tdocs/old.md"


def test_hidden_files_are_part_of_the_base(stories: Path, tmp_path: Path) -> None:
    plan = plan_stories(stories, tmp_path / "source.git", GIT)
    assert git(plan.source, "ls-tree", "-r", "--name-only", "main").split() == [".env", "cart.py", "docs/old.md"]


def test_what_the_author_typed_is_in_the_plan(stories: Path, tmp_path: Path) -> None:
    (pull,) = plan_stories(stories, tmp_path / "source.git", GIT).pulls
    assert (pull.title, pull.author.login, pull.branch, pull.labels) == ("Count to two", "mira", "two", ("feature",))


def test_a_bot_has_the_login_of_a_bot(stories: Path, tmp_path: Path) -> None:
    with (stories / "01-total" / "pull.yml").open("a") as file:
        file.write("bot: true\n")
    assert plan_stories(stories, tmp_path / "source.git", GIT).pulls[0].author.login == "mira[bot]"


def test_the_same_folder_gives_the_same_shas(stories: Path, tmp_path: Path) -> None:
    heads = [
        git(plan_stories(stories, tmp_path / name, GIT).source, "rev-parse", "main", "two")
        for name in ("a.git", "b.git")
    ]
    assert heads[0] == heads[1]


def test_file_names_are_never_syntax(stories: Path, tmp_path: Path) -> None:
    names = ['"quoted" back\\slash', "-rf $(id)", "two\nlines", "ümlaut"]
    for name in names:
        (stories / "base" / name).write_text("x\n")
    plan = plan_stories(stories, tmp_path / "source.git", GIT)
    listed = git(plan.source, "ls-tree", "-r", "-z", "--name-only", "main").split("\0")
    assert set(names) <= set(listed)


def test_an_unknown_key_of_a_pull_is_named(stories: Path, tmp_path: Path) -> None:
    with (stories / "01-total" / "pull.yml").open("a") as file:
        file.write("autor: mira\n")
    with pytest.raises(TellOperator, match=r"pull\.yml: autor: Extra inputs"):
        plan_stories(stories, tmp_path / "source.git", GIT)


def test_a_folder_without_pulls_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TellOperator, match="restore the folder"):
        plan_stories(tmp_path, tmp_path / "source.git", GIT)


def test_every_pull_of_the_demo_can_be_planned(fixtures: Path, tmp_path: Path) -> None:
    plan = plan_stories(fixtures / "pulls", tmp_path / "source.git", GIT)
    assert len(plan.pulls) == len(list((fixtures / "pulls").glob("[0-9]*")))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository in a folder with a space in its name; `main` has one commit, `feature` two more."""
    folder = tmp_path / "my shop"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Begin")
    git(folder, "switch", "--quiet", "--create", "feature")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Count\n\nBecause we lost track.")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Count twice")
    return folder


def test_a_range_of_one_commit_is_titled_by_it(clone: Path) -> None:
    (pull,) = plan_range(clone, "main..feature~1", GIT).pulls
    assert (pull.title, pull.body) == ("Count", "Because we lost track.")


def test_a_range_of_commits_is_titled_by_the_newest_and_lists_them(clone: Path) -> None:
    (pull,) = plan_range(clone, "main...feature", GIT).pulls
    assert (pull.title, pull.body) == ("Count twice", "Commits:\n\n- Count\n- Count twice")


def test_the_repository_is_named_after_the_folder(clone: Path) -> None:
    assert plan_range(clone, None, GIT).repository == "my-shop"


@pytest.mark.parametrize(
    ("spec", "advice"),
    [("feature..main", "give another range"), ("feature", r"write BASE\.\.HEAD"), ("gone..main", "no commit 'gone'")],
)
def test_a_range_that_is_no_pull_is_refused_with_advice(clone: Path, spec: str, advice: str) -> None:
    with pytest.raises(TellOperator, match=advice):
        plan_range(clone, spec, GIT)
