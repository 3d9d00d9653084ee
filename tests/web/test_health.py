"""Health, readiness and metrics."""

import socket
from pathlib import Path

import pytest
from serving import Browser, parts

from reviewer.errors import TellOperator
from reviewer.model.work import JobKind, Order
from reviewer.store.database import Database, open_database
from reviewer.store.schema import downgrade
from reviewer.store.sql import SqlStore
from reviewer.web.app import create_app
from reviewer.web.server import bind


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, lambda: 100.0)


@pytest.fixture
def client(store: SqlStore, tmp_path: Path) -> Browser:
    return Browser(create_app(parts(store, tmp_path / "c.json")))


def test_the_process_is_healthy_whatever_its_database_does(tmp_path: Path) -> None:
    away = SqlStore(open_database(f"sqlite:///{tmp_path}/no/such.db", is_pooled=False), lambda: 0.0)
    client = Browser(create_app(parts(away, tmp_path / "c.json")))
    assert client.get("/healthz").json() == {"healthy": True}
    assert client.get("/readyz").status_code == 503


def test_a_server_that_can_work_is_ready(client: Browser) -> None:
    assert client.get("/readyz").json() == {"ready": True, "reasons": []}


def test_a_database_of_another_version_is_not_ready(client: Browser, database_url: str) -> None:
    downgrade(database_url, "0001")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "made by another version" in answer.json()["reasons"][0]


def test_a_server_that_is_not_set_up_is_not_ready(store: SqlStore, tmp_path: Path) -> None:
    client = Browser(create_app(parts(store, tmp_path / "c.json", given=None)))
    assert client.get("/readyz").json() == {"ready": False, "reasons": ["The App is not set up: open /setup"]}


def test_the_metrics_tell_the_queues_depth_and_age(client: Browser, store: SqlStore, database: Database) -> None:
    SqlStore(database, lambda: 40.0).order([Order(JobKind.ANALYSE, "pull/1/1", None, {})])
    lines = client.get("/metrics").text.splitlines()
    assert 'reviewer_orders{kind="analyse",state="waiting"} 1.0' in lines
    assert 'reviewer_oldest_order_seconds{kind="analyse"} 60.0' in lines
    assert 'reviewer_orders{kind="publish",state="failed"} 0.0' in lines
    assert "reviewer_database_up 1.0" in lines


def test_an_address_in_use_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TellOperator, match=f"Cannot listen on 127.0.0.1 port {port}.*REVIEWER_PORT"):
            bind("127.0.0.1", port)
