"""The database and the queue behind it."""

from contextlib import suppress
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import RedisError

from reviewer.cli.checks.finding import Finding, ago, fail, ok, some, warn
from reviewer.cli.checks.ground import PATIENCE, Ground
from reviewer.errors import ReviewerError
from reviewer.store.database import Database
from reviewer.store.dialects import server_version, upsert
from reviewer.store.tables import workers

OLDEST_REDIS = 5

LONG_WAIT = 600.0
"""Seconds after which an order that is due and not begun is worth a word."""

_PROBE = "reviewer doctor"
_UNMADE = "the database does not exist yet"
_MAKE_IT = "`reviewer serve` makes it."


def check_database(ground: Ground) -> Finding:
    """Look at whether the database answers, and which one it is."""
    if ground.is_file_missing:
        return warn(f"{ground.database.name}: {_UNMADE}", _MAKE_IT)
    try:
        with ground.database.reading() as connection:
            return ok(f"{server_version(connection)} at {ground.database.name}")
    except ReviewerError as error:
        return fail(
            str(error), "Start it, or correct REVIEWER_DATABASE_URL.", "No webhook is lost: GitHub is told 503."
        )


def check_tables(ground: Ground) -> Finding:
    """Look at whether the tables are those of this version, and whether a write works."""
    standing = ground.standing
    if standing.found is None:
        return warn("there are no tables yet", "`reviewer serve` and `reviewer worker` make them at their start.")
    if not standing.is_known:
        return fail(
            f"revision {standing.found}, which a newer version made; this one needs {standing.needed}",
            "Run the version that made it. To go back, restore the backup from before the upgrade.",
        )
    if not standing.is_current:
        return fail(
            f"revision {standing.found}, behind {standing.needed}",
            "Restart `reviewer serve` or `reviewer worker`: they migrate at their start.",
        )
    try:
        _try_to_write(ground.database)
    except ReviewerError as error:
        return fail(f"revision {standing.found}, but a write failed: {error}", "Check its disk and its permissions.")
    return ok(f"revision {standing.found}, current; a write works")


def _try_to_write(database: Database) -> None:
    """Write a row and undo it: whoever looks may change nothing."""
    with suppress(_UndoneError), database.writing() as connection:
        upsert(connection, workers, {"name": _PROBE, "concurrency": 0, "seen_at": 0.0})
        raise _UndoneError


class _UndoneError(Exception):
    """Ends a transaction without a trace."""


def check_redis(ground: Ground) -> Finding:
    """Look at how orders reach the workers: through Redis, or claimed from the database."""
    address = ground.settings.redis_url
    if address is None:
        return ok("workers claim orders from the database (no REDIS_URL)")
    url = address.get_secret_value()
    name = f"Redis at {_place(url)}"
    try:
        with Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as redis:
            told = redis.info("server")
    except (RedisError, OSError, ValueError) as error:
        why = str(error).replace(url, "its address").rstrip(".")
        advice = "Start it, or correct REDIS_URL; without REDIS_URL workers claim orders from the database."
        return fail(f"{name} does not answer: {why}", advice, "Nothing is lost: the orders are in the database.")
    version = str(told.get("valkey_version") or told["redis_version"])
    kind = "Valkey" if "valkey_version" in told else "Redis"
    if int(version.partition(".")[0]) < OLDEST_REDIS:
        return fail(f"{name} is {kind} {version}", f"Run Redis {OLDEST_REDIS} or newer, or Valkey.")
    return ok(f"{kind} {version} at {name.removeprefix('Redis at ')}")


def _place(url: str) -> str:
    """Return where a server is, of a URL that the settings found to be whole."""
    parts = urlsplit(url)
    return parts.path if parts.scheme == "unix" else f"{parts.hostname or 'localhost'}:{parts.port or 6379}"


def check_orders(ground: Ground) -> Finding:
    """Look at what waits, how long the oldest of it is due, and what was given up."""
    depths = ground.store.queue_depth()
    waiting, leased = sum(each.waiting for each in depths), sum(each.leased for each in depths)
    oldest = max(each.oldest_due for each in depths)
    given_up = ground.store.failed_orders()
    found = f"{waiting} waiting, {leased} under way, {len(given_up)} given up"
    if waiting and oldest > 0:
        found += f"; the oldest is due for {ago(oldest)}"
    if given_up:
        newest = given_up[0]
        return warn(
            f"{found}; the newest given up: {newest.kind.value} of {newest.key}, {newest.why.partition(':')[0]}",
            "The log says why under “order given up”. Press Re-run on the pull's check, or push, to try again.",
        )
    if oldest > LONG_WAIT:
        return warn(found, "Add hands: `reviewer worker --processes 4`, here or on another machine.")
    return ok(found)


def check_workers(ground: Ground) -> Finding:
    """Look at whether somebody is there to work."""
    signs = ground.store.watch().workers
    alive = [sign for sign in signs if sign.is_alive]
    lost = [f"{sign.name} ({ago(sign.age)} ago)" for sign in signs if not sign.is_alive]
    slots = sum(sign.concurrency for sign in alive)
    found = f"{len(alive)} alive, {slots} {'order' if slots == 1 else 'orders'} at a time"
    if not alive:
        is_needed = any(each.waiting for each in ground.store.queue_depth())
        speak = fail if is_needed else warn
        return speak("nobody is alive", "Start `reviewer serve` or `reviewer worker`.")
    if lost:
        return warn(f"{found}; vanished: {some(lost)}", "If that was no restart, look at its log and at the memory.")
    return ok(found)
