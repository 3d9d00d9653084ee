"""What the settings say reaches the parts that the worker is made of."""

from pathlib import Path

from reviewer.cli.adapters import open_worker
from reviewer.jobs.guarded import ParseLimits
from reviewer.model.notes import Notes
from reviewer.settings import Settings


def test_a_worker_parses_within_the_limits_that_the_operator_set(tmp_path: Path) -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\nnone\n-----END RSA PRIVATE KEY-----\n"
    settings = Settings.model_validate(
        {
            "data_dir": tmp_path,
            "APP_ID": 1,
            "PRIVATE_KEY": key,
            "WEBHOOK_SECRET": "secret",
            "parse_limit": 7.0,
            "parse_memory": 10**9,
            "review_limit": 100.0,
        }
    )
    assert open_worker(settings, Notes()).ports.parse_limits == ParseLimits(7.0, 10**9, 50.0)
