"""What checks stand on: settings, database, credentials, and what GitHub says of the App. Each is asked for once."""

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from reviewer.cli.beginning import given_credentials
from reviewer.cli.checks.finding import Skip
from reviewer.errors import ReviewerError
from reviewer.github.clock import clock_skew
from reviewer.github.connection import Connection
from reviewer.github.credentials import AppCredentials, load_credentials, why_unreadable
from reviewer.github.own import OwnCalls
from reviewer.github.own_app import AppReply, OwnApp
from reviewer.settings import Settings
from reviewer.store.database import Database, open_database, read_url
from reviewer.store.schema import Standing, standing
from reviewer.store.sql import SqlStore

PATIENCE = 10.0
"""Seconds to wait for an answer of a server."""


class Ground:
    """What checks share. A part that cannot be had raises Skip: the check that looks at that very part says why."""

    def __init__(self, load: Callable[[], Settings], clock: Callable[[], float] = time.time) -> None:
        self._load = load
        self.clock = clock

    @cached_property
    def settings(self) -> Settings:
        """The settings."""
        try:
            return self._load()
        except ReviewerError as error:
            raise Skip("needs the settings") from error

    @cached_property
    def database(self) -> Database:
        """The database, not connected yet. A file that is not there is not made."""
        url = read_url(self.settings.database)
        if url.get_backend_name() == "postgresql":
            url = url.update_query_dict({"connect_timeout": f"{PATIENCE:.0f}"})
        return open_database(url.render_as_string(hide_password=False), is_pooled=False)

    @cached_property
    def standing(self) -> Standing:
        """How the database's tables stand to this version's."""
        try:
            if self.is_file_missing:
                raise Skip("needs the database")
            return standing(self.database)
        except ReviewerError as error:
            raise Skip("needs the database") from error

    @property
    def is_file_missing(self) -> bool:
        """Return whether the database is a file that does not exist yet."""
        url = read_url(self.settings.database)
        return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()

    @cached_property
    def store(self) -> SqlStore:
        """The store, whose tables are there."""
        if not self.standing.is_current:
            raise Skip("needs the tables of this version")
        return SqlStore(self.database, self.clock)

    @cached_property
    def credentials(self) -> AppCredentials:
        """The App's credentials."""
        try:
            found = given_credentials(self.settings) or load_credentials(self.settings.credentials_file)
        except ReviewerError as error:
            raise Skip("needs the App's credentials") from error
        if found is None:
            raise Skip("the App is not set up")
        if why_unreadable(found.private_key) is not None:
            raise Skip("needs the App's credentials")
        return found

    @cached_property
    def skew(self) -> float:
        """By how many seconds the clock here is ahead of GitHub's."""
        try:
            return clock_skew(self.settings.rest_url, self.clock, timeout=PATIENCE)
        except ReviewerError as error:
            raise Skip("needs GitHub") from error

    @cached_property
    def own_app(self) -> OwnApp:
        """The App's own view of itself at GitHub."""
        connection = Connection(self.settings.rest_url, timeout=PATIENCE, pause=0.1)
        return OwnApp(OwnCalls(connection, self.credentials))

    @cached_property
    def app(self) -> AppReply:
        """What GitHub says of the App."""
        try:
            return self.own_app.read()
        except ReviewerError as error:
            raise Skip("needs GitHub's word on the App") from error

    @property
    def settings_page(self) -> str:
        """Where its owner changes the App at GitHub."""
        web, owner = self.settings.github_url.rstrip("/"), self.app.owner
        if owner is not None and owner.type == "Organization":
            return f"{web}/organizations/{owner.login}/settings/apps/{self.app.slug}"
        return f"{web}/settings/apps/{self.app.slug}"
