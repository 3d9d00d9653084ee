"""What /metrics tells of the workers, which are processes of their own."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import Browser, parts

from reviewer.jobs.book import JOBS, STAGES, SUM
from reviewer.model.ids import InstallationId
from reviewer.model.notes import Budget
from reviewer.store.database import Database, open_database
from reviewer.store.operations import ALIVE, Operations
from reviewer.store.sql import SqlStore
from reviewer.store.tallies import Tally
from reviewer.web.app import create_app


@pytest.fixture
def operations(database: Database) -> Operations:
    return Operations(database, lambda: 100.0)


def told(store: SqlStore, folder: Path) -> list[str]:
    text = Browser(create_app(parts(store, folder / "c.json"))).get("/metrics").text
    assert list(text_string_to_metric_families(text))
    return text.splitlines()


def test_how_jobs_ended_and_why(database: Database, operations: Operations, tmp_path: Path) -> None:
    operations.count([Tally(JOBS, {"kind": "check", "ending": "busy", "reason": "Limited"}, "", 2.0)], [])
    lines = told(SqlStore(database, lambda: 100.0), tmp_path)
    assert 'reviewer_jobs_total{ending="busy",kind="check",reason="Limited"} 2.0' in lines


def test_how_long_stages_took_as_a_distribution(database: Database, operations: Operations, tmp_path: Path) -> None:
    stage = {"stage": "fetch"}
    buckets = [Tally(STAGES, stage, "1", 2.0), Tally(STAGES, stage, "+Inf", 1.0), Tally(STAGES, stage, SUM, 401.5)]
    operations.count(buckets, [])
    lines = told(SqlStore(database, lambda: 100.0), tmp_path)
    expected = {
        'reviewer_stage_seconds_bucket{le="0.5",stage="fetch"} 0.0',
        'reviewer_stage_seconds_bucket{le="1",stage="fetch"} 2.0',
        'reviewer_stage_seconds_bucket{le="300",stage="fetch"} 2.0',
        'reviewer_stage_seconds_bucket{le="+Inf",stage="fetch"} 3.0',
        'reviewer_stage_seconds_count{stage="fetch"} 3.0',
        'reviewer_stage_seconds_sum{stage="fetch"} 401.5',
        'reviewer_stage_seconds_count{stage="check"} 0.0',
    }
    assert expected <= set(lines)


def test_what_github_still_allows(database: Database, operations: Operations, tmp_path: Path) -> None:
    operations.count([], [Budget(InstallationId(3), 17, 5000, 160.0)])
    lines = told(SqlStore(database, lambda: 100.0), tmp_path)
    assert 'reviewer_github_budget_remaining{installation="3"} 17.0' in lines
    assert 'reviewer_github_budget_limit{installation="3"} 5000.0' in lines
    assert 'reviewer_github_budget_reset_timestamp_seconds{installation="3"} 160.0' in lines


def test_who_is_alive(database: Database, operations: Operations, tmp_path: Path) -> None:
    operations.sign("w1", 2)
    Operations(database, lambda: 100.0 + ALIVE).sign("w2", 4)
    lines = told(SqlStore(database, lambda: 100.0 + ALIVE), tmp_path)
    assert {"reviewer_workers 1.0", "reviewer_worker_slots 4.0", "reviewer_workers_lost 1.0"} <= set(lines)


def test_a_database_that_is_away_leaves_the_other_metrics(tmp_path: Path) -> None:
    away = SqlStore(open_database(f"sqlite:///{tmp_path}/no/such.db", is_pooled=False), lambda: 0.0)
    lines = told(away, tmp_path)
    assert "reviewer_database_up 0.0" in lines
    assert not any(line.startswith("reviewer_jobs") for line in lines)
