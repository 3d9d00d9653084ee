"""Links to lines in a pull's *Files changed*."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote

from reviewer.model.lines import Anchor, Side
from reviewer.model.published import PullLinks
from reviewer.model.review import Review
from reviewer.model.units import Action

# Surrogates that stand for no byte: git never makes them, but a case read from JSON may hold them.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


@dataclass(frozen=True, slots=True)
class Places:
    """Where lines are on the web. Without links (a local review) nothing is linked."""

    links: PullLinks | None
    new_paths: Mapping[str, str] = field(default_factory=dict[str, str])

    def url(self, anchor: Anchor) -> str | None:
        """Return the address of an anchor's first line; GitHub names a file there by the SHA-256 of its newest path."""
        if self.links is None:
            return None
        path = self.new_paths.get(anchor.path, anchor.path) if anchor.side is Side.BEFORE else anchor.path
        name = sha256(_NO_BYTE.sub("\ufffd", path).encode(errors="surrogateescape")).hexdigest()
        side = "L" if anchor.side is Side.BEFORE else "R"
        return f"{pull_url(self.links)}/files#diff-{name}{side}{anchor.lines.start}"


def places_of(review: Review, links: PullLinks | None) -> Places:
    """Return the places of a review; the removed side of a renamed file is shown under its new path."""
    moved = {
        unit.before.path: unit.after.path
        for unit in review.units
        if Action.FILE_RENAMED in unit.actions and unit.before and unit.after
    }
    return Places(links, moved)


def pull_url(links: PullLinks) -> str:
    """Return the address of the pull."""
    return f"{links.base_url.rstrip('/')}/{quote(links.full_name, safe='/')}/pull/{links.number}"
