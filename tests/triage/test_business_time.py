from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.queue import BusinessHours
from reviewer.triage.business import business_hours

BERLIN = BusinessHours(zone="Europe/Berlin")
ROUND_THE_CLOCK = BusinessHours(days=(0, 1, 2, 3, 4, 5, 6), start=0, end=1440, zone="America/Havana")
HOURS = st.builds(
    BusinessHours,
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    start=st.integers(0, 700),
    end=st.integers(701, 1440),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe"]),
)
MOMENTS = st.floats(1.5e9, 1.9e9)


def at(text: str, zone: str = "Europe/Berlin") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-26 09:00", "2026-11-26 12:30", 3.5),
        ("2026-11-26 16:00", "2026-11-27 10:00", 2),
        ("2026-11-27 16:00", "2026-11-30 10:00", 2),
        ("2026-11-28 10:00", "2026-11-29 20:00", 0),
        ("2026-11-26 17:00", "2026-11-27 09:00", 0),
        ("2026-11-02 00:00", "2026-11-30 00:00", 160),
    ],
    ids=["one day", "over night", "over a weekend", "on a weekend", "at night", "four weeks"],
)
def test_only_the_hours_of_business_count(since: str, until: str, hours: float) -> None:
    assert business_hours(BERLIN, at(since), at(until)) == pytest.approx(hours)


def test_the_clock_of_the_zone_counts_and_not_that_of_greenwich() -> None:
    kolkata = BusinessHours(zone="Asia/Kolkata")
    since = at("2026-11-26 09:00", "Asia/Kolkata")
    assert business_hours(kolkata, since, since + 3600) == pytest.approx(1)
    assert business_hours(BusinessHours(), since, since + 3600) == 0


def test_a_day_on_which_the_clock_is_put_back_is_as_long_as_any_other() -> None:
    berlin = BusinessHours(days=(6,), start=0, end=1440, zone="Europe/Berlin")
    assert business_hours(berlin, at("2026-10-24 12:00"), at("2026-10-26 12:00")) == pytest.approx(24)


@given(HOURS, MOMENTS, st.floats(0, 1e7), st.floats(0, 1e7))
def test_business_time_never_falls_and_adds_up(hours: BusinessHours, since: float, first: float, second: float) -> None:
    one, both = business_hours(hours, since, since + first), business_hours(hours, since, since + first + second)
    assert 0 <= one <= both
    assert both == pytest.approx(one + business_hours(hours, since + first, since + first + second), abs=1e-3)


@given(st.floats(0, 86400))
def test_it_does_not_fall_in_the_night_in_which_a_clock_is_put_back(later: float) -> None:
    since = at("2026-10-31 12:00", "America/Havana")
    one = business_hours(ROUND_THE_CLOCK, since, since + later)
    assert one <= business_hours(ROUND_THE_CLOCK, since, since + later + 600)


@given(HOURS, MOMENTS, st.floats(0, 1e7))
def test_nothing_is_counted_backwards(hours: BusinessHours, until: float, before: float) -> None:
    assert business_hours(hours, until + before, until) == 0
