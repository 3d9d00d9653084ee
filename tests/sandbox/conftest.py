"""The stage of the sandbox's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from scene import Ear, Scene, Work, manifest

from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.sandbox import Sandbox


@pytest.fixture
def work(tmp_path: Path) -> Work:
    folder = tmp_path / "work"
    folder.mkdir()
    work = Work(folder)
    work.git("init", "--quiet", "--initial-branch=main")
    work.commit("Begin", pay_py="def pay():\n    return 1\n", readme_md="# Shop\n")
    return work


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.close()


@pytest.fixture
def scene(sandbox: Sandbox, work: Work, ear: Ear) -> Scene:
    sandbox.create_organisation("acme", members=["lea", "tom"])
    shop = sandbox.create_repository("acme", "shop", source=work.folder)
    app = sandbox.create_app("acme", manifest(ear.url))
    installation = sandbox.install_app(app, "acme", by="lea")
    work.git("checkout", "--quiet", "-b", "retry")
    work.commit("Retry twice", pay_py="def pay():\n    return 2\n")
    shop.push("retry", source=work.folder, by="lea")
    pull = shop.open_pull(NewPull("Retry failed charges", head="retry", author="lea", body="Because banks time out."))
    return Scene(sandbox, work, ear, app, installation, shop, pull)
