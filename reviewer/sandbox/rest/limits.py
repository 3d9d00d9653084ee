"""Rate limits, dialable: how much an installation may ask and write."""

from collections import deque
from dataclasses import dataclass, field

from reviewer.sandbox.rest.call import Problem

HOUR = 3600.0
MINUTE = 60.0

# Writes that make something people see; the 80 a minute and 500 an hour count these.
# https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
CREATES_CONTENT = frozenset(
    {
        "issues/create-comment",
        "issues/update-comment",
        "reactions/create-for-issue-comment",
        "checks/create",
        "checks/update",
    }
)


@dataclass(slots=True)
class Window:
    """What one installation has used: since when its hour runs, how many requests, and when it wrote."""

    begun: float
    used: int = 0
    writes: deque[float] = field(default_factory=deque[float])


@dataclass(slots=True)
class Limits:
    """The limits of every installation; the numbers may be changed at any time. Times are Unix seconds."""

    an_hour: int = 5000
    writes_a_minute: int = 80
    writes_an_hour: int = 500
    _windows: dict[int, Window] = field(default_factory=dict[int, Window])

    def window(self, installation: int, now: float) -> Window:
        """Return what an installation has used of its present hour."""
        window = self._windows.get(installation)
        if window is None or not window.begun <= now < window.begun + HOUR:
            writes = window.writes if window else deque[float]()
            window = self._windows[installation] = Window(now, 0, writes)
        return window

    def spend(self, installation: int, operation: str, now: float) -> None:
        """Count a request; raises a 403 Problem with the headers GitHub sends when it is one too many."""
        window = self.window(installation, now)
        if window.used >= self.an_hour:
            raise Problem(403, f"API rate limit exceeded for installation ID {installation}.")
        window.used += 1
        if operation in CREATES_CONTENT:
            self._spend_write(window, now)

    def _spend_write(self, window: Window, now: float) -> None:
        while window.writes and window.writes[0] <= now - HOUR:
            window.writes.popleft()
        in_minute = sum(moment > now - MINUTE for moment in window.writes)
        if in_minute >= self.writes_a_minute or len(window.writes) >= self.writes_an_hour:
            wait = MINUTE if in_minute >= self.writes_a_minute else HOUR - (now - window.writes[0])
            problem = Problem(
                403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
            )
            problem.headers["Retry-After"] = str(int(wait))
            raise problem
        window.writes.append(now)

    def give_back(self, installation: int, now: float) -> None:
        """Take a request off the count: an answer of 304 is free."""
        self.window(installation, now).used -= 1

    def headers(self, installation: int, now: float) -> dict[str, str]:
        """Return the x-ratelimit headers of every answer."""
        window = self.window(installation, now)
        return {
            "X-RateLimit-Limit": str(self.an_hour),
            "X-RateLimit-Remaining": str(max(0, self.an_hour - window.used)),
            "X-RateLimit-Reset": str(int(window.begun + HOUR)),
            "X-RateLimit-Used": str(window.used),
            "X-RateLimit-Resource": "core",
        }
