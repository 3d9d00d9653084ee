"""What all tests share: the switch that rewrites golden files."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is; speed is measured in bench/.
# The gate tries the same examples each time, so that it judges the change and not the draw; everybody else draws anew.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

pytest_plugins = ["contract.fixtures", "jobs.redises", "llm.processes", "store.databases"]

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--burst", type=int, default=8, metavar="N", help="pull requests of the burst; 60 in `make bench`")
    parser.addoption("--accept", action="store_true", help="rewrite golden files; the diff is the review")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def fixtures() -> Path:
    """The folder of readable cases."""
    return ROOT / "fixtures"
