"""Business time: how long people could have worked between two moments. Pure; a zone's rules are the system's."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from reviewer.model.queue import BusinessHours

_WEEK = 7


def business_hours(hours: BusinessHours, since: float, until: float) -> float:
    """Return the business hours between two moments (seconds since 1970); 0 when the second is not the later one.

    Each open day counts in full, however its clock was put back or forward: so it never falls as time goes on.
    """
    if until <= since:
        return 0.0
    return max(0.0, _worked(hours, until) - _worked(hours, since)) / 3600


def zone_of(name: str) -> tzinfo:
    """Return a zone by its name; raises KeyError, ValueError or OSError where there is no such zone."""
    # Not everywhere are the zones' files installed; this one needs none.
    return UTC if name == "UTC" else _zone(name)


@lru_cache(maxsize=256)
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def _worked(hours: BusinessHours, at: float) -> float:
    """Return the business seconds from the first day of all to a moment."""
    today = datetime.fromtimestamp(at, zone_of(hours.zone)).date()
    a_day = (hours.end - hours.start) * 60.0
    done = _open_days_before(hours.days, today) * a_day
    if today.weekday() not in hours.days:
        return done
    return done + min(max(at - _opening(hours.zone, hours.start, today), 0.0), a_day)


@lru_cache(maxsize=4096)
def _opening(zone: str, start: int, day: date) -> float:
    """Return when a day's business begins, in seconds since 1970."""
    return (datetime.combine(day, time(), zone_of(zone)) + timedelta(minutes=start)).timestamp()


def _open_days_before(days: tuple[int, ...], day: date) -> int:
    """Return how many open days came before this one, counted from the first Monday of all."""
    weeks, rest = divmod(day.toordinal() - 1, _WEEK)
    return weeks * len(days) + bisect_left(days, rest)
