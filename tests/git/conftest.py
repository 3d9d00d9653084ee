"""What the tests of the git room share."""

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from git_making import Work, make_work
from git_serving import GitServer, serving
from pull_reviewing import Host

from reviewer.git.cache import RepositoryCache
from reviewer.git.command import Git, find_git


@pytest.fixture
def git() -> Git:
    return find_git()


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """An empty repository, on branch main."""
    return make_work(tmp_path / "work")


@pytest.fixture
def server(tmp_path: Path) -> Generator[GitServer]:
    """A git server whose repositories lie in tmp_path/served."""
    root = tmp_path / "served"
    root.mkdir()
    with serving(root, token="ghs_12345_a.long.token") as running:
        yield running


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with main, and pull 7 that changes 30 of its 40 files and adds two."""
    work = make_work(tmp_path_factory.mktemp("template") / "shop")
    work.git("config", "uploadpack.allowFilter", "true")
    work.git("config", "uploadpack.allowAnySHA1InWant", "true")
    work.commit({f"src/{n}.py": f"VALUE = {n}\n" * 30 for n in range(40)}, "Forty files")
    work.commit({".github/reviewer.yml": "mode: gate\n", ".gitattributes": "*.lock linguist-generated\n"}, "Policy")
    work.git("checkout", "--quiet", "-b", "topic")
    work.commit({f"src/{n}.py": f"VALUE = {n}\n" * 30 + "MORE = 1\n" for n in range(30)}, "Change thirty")
    work.git("mv", "src/35.py", "src/moved.py")
    work.commit({"a.lock": "x\n"}, "Lock")
    work.git("update-ref", "refs/pull/7/head", "HEAD")
    work.git("checkout", "--quiet", "main")
    work.commit({"src/39.py": "VALUE = 'main went on'\n"}, "Main goes on")
    return work.path


@pytest.fixture
def shop(server: GitServer, shop_template: Path) -> Work:
    """A copy of the template that the server serves as /shop/.git."""
    return Work(shutil.copytree(shop_template, server.root / "shop"))


@pytest.fixture
def host(server: GitServer, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> Generator[Host]:
    """A code host and the App's cache; whatever is reviewed, nothing is left or written beside the two."""
    around = [tmp_path / name for name in ("temporary", "home", "here")]
    for folder in around:
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(around[0]))
    monkeypatch.setenv("HOME", str(around[1]))
    monkeypatch.chdir(around[2])
    work = make_work(server.root / "hostile")
    for setting in ("allowFilter", "allowAnySHA1InWant"):
        work.git("config", f"uploadpack.{setting}", "true")
    yield Host(work, server, RepositoryCache(tmp_path / "cache", 10**10, git))
    assert [path for folder in around for path in folder.iterdir()] == []
    assert {path.name for path in tmp_path.iterdir()} <= {"served", "cache", *(folder.name for folder in around)}
    assert {path.name.partition(".")[0] for path in (tmp_path / "cache").iterdir()} <= {"1"}
