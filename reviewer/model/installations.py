"""Where the App is installed, as the code host tells of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """Permissions that a review takes and an installation has not granted: "checks: write", in the manifest's order.

    `url` is where the installation's owner accepts them, "" when that is not known. The rest says what may be done
    meanwhile: read pulls, comment on them, write check runs.
    """

    missing: tuple[str, ...]
    url: str
    can_read: bool
    can_comment: bool
    can_check: bool
