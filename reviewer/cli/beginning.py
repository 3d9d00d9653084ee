"""What the App's processes begin with: the data folder, the database as it has to be, the App's credentials."""

import time

from reviewer.errors import TellOperator
from reviewer.github.credentials import AppCredentials, load_credentials, read_private_key
from reviewer.settings import Settings
from reviewer.store.schema import upgrade

SETUP_POLL = 0.2
"""Seconds between two looks for the credentials that /setup writes."""


def given_credentials(settings: Settings) -> AppCredentials | None:
    """Return the App's credentials as the environment gives them, None when it does not."""
    if settings.app_id is None or settings.private_key is None or settings.webhook_secret is None:
        return None
    key = read_private_key(settings.private_key.get_secret_value())
    return AppCredentials(settings.app_id, key, settings.webhook_secret.get_secret_value())


def prepare(settings: Settings) -> None:
    """Make the data folder, for its owner only, and bring the database up to date."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise TellOperator(
            f"Could not make the data folder {settings.data_dir}: {error.strerror}. Set REVIEWER_DATA_DIR."
        ) from error
    upgrade(settings.database)


def wait_for_credentials(settings: Settings) -> AppCredentials:
    """Return the App's credentials once it is set up."""
    credentials = given_credentials(settings)
    while credentials is None:
        credentials = load_credentials(settings.credentials_file)
        if credentials is None:
            time.sleep(SETUP_POLL)
    return credentials
