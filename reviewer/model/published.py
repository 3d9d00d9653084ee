"""What is written to the forge: one comment, one check run. Plain values; the words are made in report/."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.ids import PullNumber, Sha
from reviewer.model.review import Conclusion


class Level(StrEnum):
    """How loud an annotation is; the words are GitHub's."""

    NOTICE = "notice"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark at lines of the head."""

    path: str
    start_line: int
    end_line: int
    level: Level
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckButton:
    """A button on the check run: label at most 20 characters, description 40, identifier 20."""

    label: str
    description: str
    identifier: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A completed check run: title at most 255 characters, summary and text 65,535 each, buttons three at most."""

    conclusion: Conclusion
    title: str
    summary: str
    text: str
    annotations: tuple[Annotation, ...] = ()
    buttons: tuple[CheckButton, ...] = ()


@dataclass(frozen=True, slots=True)
class PullLinks:
    """Where the pull is on the web, for links to lines: `base_url` "https://github.com", `full_name` "owner/name"."""

    base_url: str
    full_name: str
    number: PullNumber
    head: Sha
