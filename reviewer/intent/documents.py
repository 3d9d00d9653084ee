"""Which files are texts for people, and which of them tell what others change."""

import re
from pathlib import PurePosixPath

from reviewer.model.units import ChangeUnit

_DOCUMENT = re.compile(
    r"\.(?:mdx?|rst|adoc|txt)$|^(?:README|CHANGELOG|LICENSE|NOTICE|AUTHORS|CONTRIBUTING)(?:\.\w+)?$", re.IGNORECASE
)
_NOT_A_DOCUMENT = re.compile(r"requirements|constraints|CMakeLists")
_DOCUMENTS = frozenset(("doc", "docs", "documentation", "website", "guides", "changelog", "changelogs", "news"))
_CHANGELOG = re.compile(
    r"(?:^|/)(?:CHANGE(?:S|LOG)?|HISTORY|NEWS|RELEASE[_-]?NOTES)(?:\.\w+)?$"
    r"|(?:^|/)(?:\.?change(?:s|sets?|logs?(?:_\w+)?|log\.d)|newsfragments?|news|unreleased\w*)/",
    re.IGNORECASE,
)


def is_document(unit: ChangeUnit) -> bool:
    """Return whether a unit stands in a text for people."""
    name = PurePosixPath(unit.place.path).name
    return bool(_DOCUMENT.search(name)) and not _NOT_A_DOCUMENT.search(name)


def is_of_documents(unit: ChangeUnit) -> bool:
    """Return whether a unit is documentation: by its name, or by the folder it stands in."""
    folders = {part.lower() for part in PurePosixPath(unit.place.path).parts[:-1]}
    return is_document(unit) or not folders.isdisjoint(_DOCUMENTS)


def is_changelog(path: str) -> bool:
    """Return whether a file tells what others change."""
    return bool(_CHANGELOG.search(path))
