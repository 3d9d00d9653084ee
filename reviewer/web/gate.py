"""Who may set the App up: whoever read the token in the server's log, once."""

import secrets
from collections.abc import Callable

STATE_LIFETIME = 3600.0
"""Seconds; the code that GitHub hands out for a new App lives as long."""


class SetupGate:
    """Lets the holder of the token start, and recognises GitHub's answer to that start."""

    def __init__(self, token: str, clock: Callable[[], float]) -> None:
        self._token = token
        self._clock = clock
        self._states: dict[str, float] = {}

    def admits(self, token: str) -> bool:
        """Return whether this is the token; an empty one never is."""
        return bool(self._token) and secrets.compare_digest(token.encode(), self._token.encode())

    def new_state(self) -> str:
        """Return a fresh state to send along to GitHub, good for one answer within the hour."""
        now = self._clock()
        self._states = {state: until for state, until in self._states.items() if until > now}
        state = secrets.token_urlsafe(32)
        self._states[state] = now + STATE_LIFETIME
        return state

    def redeem(self, state: str) -> bool:
        """Return whether we gave out this state within the hour and nobody has brought it back before."""
        return self._states.pop(state, 0.0) > self._clock()
