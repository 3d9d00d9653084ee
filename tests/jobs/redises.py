"""A Redis of its own for each test: a database of a real server, empty before and after."""

import os
from collections.abc import Iterator

import pytest
from redis import Redis
from redis.exceptions import RedisError

SERVER = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
"""A Redis or Valkey server whose databases 1 to 15 the tests may empty."""


@pytest.fixture
def redis_url(worker_id: str) -> Iterator[str]:
    """The URL of a Redis database that is this test process's own."""
    url = f"{SERVER}/{1 + int(worker_id.removeprefix('gw') if worker_id.startswith('gw') else 14) % 15}"
    with Redis.from_url(url, socket_connect_timeout=5) as client:
        try:
            client.flushdb()
        except RedisError as error:
            message = f"no Redis at {SERVER} (set TEST_REDIS_URL): {error}"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        yield url
        client.flushdb()


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """A client of it."""
    with Redis.from_url(redis_url) as client:
        yield client
