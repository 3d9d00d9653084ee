"""The manifest flow, second half: the code that GitHub sends a person back with becomes the App's credentials.

https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from githubkit import UnauthAuthStrategy
from githubkit.exception import GitHubException
from pydantic import TypeAdapter

from reviewer.errors import Gone, TellOperator
from reviewer.github.connection import VERSION, Connection
from reviewer.github.credentials import AppCredentials
from reviewer.github.failures import Request, translate
from reviewer.github.replies import NewApp, read_reply


def convert_manifest(connection: Connection, code: str) -> AppCredentials:
    """Return the credentials of the App that a person has just made; `code` works once, within the hour.

    Raises TellOperator when the code is no longer good, TryAgain when GitHub cannot be reached.
    """
    request = Request("create the App from its manifest")
    try:
        with connection.github(UnauthAuthStrategy()) as github:
            reply = github.rest(VERSION).apps.create_from_manifest(code)
    except GitHubException as error:
        failure = translate(error, request)
        if isinstance(failure, Gone):
            message = "GitHub does not know this setup code: it works once, for an hour. Open /setup and start again."
            raise TellOperator(message) from error
        raise failure from error
    app = read_reply(TypeAdapter(NewApp), reply.content, request)
    return AppCredentials(
        app_id=app.id,
        private_key=app.pem,
        webhook_secret=app.webhook_secret or "",
        slug=app.slug,
        name=app.name,
        owner=app.owner.login if app.owner else "",
        html_url=app.html_url,
        client_id=app.client_id,
        client_secret=app.client_secret,
    )
