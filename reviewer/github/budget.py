"""How much GitHub still lets an installation ask, as every reply says.

https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
"""

from collections.abc import Mapping

from reviewer.model.ids import InstallationId
from reviewer.model.notes import Budget

_NAMES = ("x-ratelimit-remaining", "x-ratelimit-limit", "x-ratelimit-reset")


def read_budget(installation: InstallationId, headers: Mapping[str, str]) -> Budget | None:
    """Return what a reply's headers say; None where they do not, as on a server without limits, or of another limit."""
    numbers = [headers.get(name, "") for name in _NAMES]
    if headers.get("x-ratelimit-resource", "core") != "core" or not all(number.isdecimal() for number in numbers):
        return None
    remaining, allowed, resets_at = map(int, numbers)
    return Budget(installation, remaining, allowed, float(resets_at))
