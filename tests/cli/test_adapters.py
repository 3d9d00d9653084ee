"""What the settings say reaches the parts that the worker is made of."""

from pathlib import Path

import pytest

from reviewer.cli.adapters import open_worker
from reviewer.errors import TryAgain
from reviewer.jobs.guarded import ParseLimits
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId
from reviewer.model.notes import Notes
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.faults import Fault
from reviewer.settings import Settings

KEY = "-----BEGIN RSA PRIVATE KEY-----\nnone\n-----END RSA PRIVATE KEY-----\n"


def settings(folder: Path, **more: str | float) -> Settings:
    return Settings.model_validate(
        {"data_dir": folder, "APP_ID": 1, "PRIVATE_KEY": KEY, "WEBHOOK_SECRET": "secret", **more}
    )


def test_a_worker_parses_within_the_limits_that_the_operator_set(tmp_path: Path) -> None:
    given = settings(tmp_path, parse_limit=7.0, parse_memory=10**9, review_limit=100.0)
    assert open_worker(given, Notes()).ports.parse_limits == ParseLimits(7.0, 10**9, 50.0)


def test_github_is_waited_for_as_long_as_the_operator_set(sandbox: Sandbox, tmp_path: Path, sqlite_url: str) -> None:
    app = sandbox.create_app(sandbox.create_user("lea").login, '{"name": "Ours", "url": "https://ours.example"}')
    slow = sandbox.faults.add(Fault("POST", "/access_tokens$", delay=20.0))
    own = {"github_url": sandbox.url, "APP_ID": app.id, "PRIVATE_KEY": app.private_key, "database_url": sqlite_url}
    ref = PullRef(RepositoryRef(InstallationId(1), RepositoryId(1), "acme/shop"), PullNumber(1))
    with pytest.raises(TryAgain, match="ReadTimeout"):
        open_worker(settings(tmp_path, github_timeout=0.5, **own), Notes()).ports.forge.read_state(ref)
    slow.is_released = True
