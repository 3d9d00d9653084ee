"""The names by which our own marks on GitHub are known again: check run, sticky comment, pull numbers, own login."""

import re
from collections.abc import Iterable

from reviewer.model.ids import PullNumber

_GROUP = re.compile(r"/pr-([1-9]\d{0,17})-[0-9a-f]{7,64}$")

CHECK_NAME = "review-queue"
"""The name of our check run; what a branch rule requires."""

STICKY_PREFIX = "<!-- reviewer:sticky"
"""How the first line of our sticky comment begins, whatever version of it wrote the comment."""

RERUN_BUTTON = "rerun"
"""The identifier of the check-run button that asks for a new run."""

VALIDATE_BUTTON = "validate"
"""The identifier of the one that validates all that waits."""

ASK_BUTTON = "ask"
"""The identifier of the one that asks the author why."""


def external_id_of(numbers: Iterable[PullNumber]) -> str:
    """Return what a check run carries so that its pulls are known again: "12", or "12,15" where a head is shared.

    GitHub leaves `check_run.pull_requests` empty for pulls from forks, so it cannot be asked.
    """
    return ",".join(str(number) for number in sorted(set(numbers)))


def numbers_of(external_id: str | None) -> tuple[PullNumber, ...]:
    """Return the pull numbers in a check run's `external_id`, sorted; none when it is not one of ours."""
    parts = (external_id or "").split(",")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
        return ()
    return tuple(PullNumber(number) for number in sorted({int(part) for part in parts} - {0}))


def number_of_group(head_ref: str) -> PullNumber | None:
    """Return which pull a merge group's branch is for, None where its name does not say.

    https://docs.github.com/webhooks/webhook-events-and-payloads#merge_group
    """
    found = _GROUP.search(head_ref)
    return PullNumber(int(found[1])) if found else None


def bot_login(slug: str) -> str:
    """Return the login under which an App acts."""
    return f"{slug}[bot]"
