"""Calls that the App makes in its own name, signed with its key: about installations, tokens and deliveries."""

from dataclasses import dataclass
from typing import Any

from githubkit import Response
from githubkit.exception import GitHubException

from reviewer.errors import TellOperator
from reviewer.github.connection import VERSION, Call, Connection
from reviewer.github.credentials import AppCredentials
from reviewer.github.failures import Request, cause_of, translate
from reviewer.github.signing import AppAuth


@dataclass(frozen=True, slots=True)
class OwnCalls:
    """The App's own calls."""

    connection: Connection
    credentials: AppCredentials

    def send(self, request: Request, call: Call) -> Response[Any, Any]:
        """Return the reply of a call; raises TryAgain, Gone or TellOperator."""
        auth = AppAuth(self.credentials.app_id, self.credentials.private_key)
        try:
            with self.connection.github(auth) as github:
                return call(github.rest(VERSION))
        except GitHubException as error:
            raise _unreadable_key(error) or translate(error, request) from error


def _unreadable_key(error: GitHubException) -> TellOperator | None:
    if not isinstance(cause_of(error), ValueError):
        return None
    return TellOperator(
        "Signed in as the App, but its private key cannot be read: give the whole PEM file that GitHub made, "
        "from the line BEGIN to the line END."
    )
