"""What the tests of the git room share."""

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from git_making import Work, make_work
from git_serving import GitServer, serving

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
