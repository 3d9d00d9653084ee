"""A Redis of its own for each test: a database of a real server, empty before and after."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from redis import Redis
from redis.exceptions import RedisError

SERVER = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
"""A Redis or Valkey server whose databases from 1 on the tests may empty: two a test process, of six at most."""


@contextmanager
def emptied(number: int) -> Generator[str]:
    """Give the URL of one of the server's databases, empty before and after; skip, or fail in CI, without a server."""
    with Redis.from_url(url := f"{SERVER}/{number}", socket_connect_timeout=5) as client:
        try:
            client.flushdb()
        except RedisError as error:
            message = f"no Redis at {SERVER} (set TEST_REDIS_URL): {error}"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        yield url
        client.flushdb()


def number_of(worker_id: str) -> int:
    """Return the number of a test process, as xdist names it; 0 when there is but one."""
    return int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0


@pytest.fixture
def redis_url(worker_id: str) -> Iterator[str]:
    """The URL of an empty Redis database that is this test process's own."""
    with emptied(1 + number_of(worker_id)) as url:
        yield url


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """A client of it."""
    with Redis.from_url(redis_url) as client:
        yield client
