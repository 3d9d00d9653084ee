"""A check report in GitHub's form, within GitHub's limits.

The report keeps the limits; one that does not is a bug, found here before GitHub's 422.
https://docs.github.com/rest/checks/runs#update-a-check-run
"""

from collections.abc import Iterator, Sequence

from githubkit_schemas.v2022_11_28.types import (
    ReposOwnerRepoCheckRunsCheckRunIdPatchBodyPropActionsItemsType as Action,
)
from githubkit_schemas.v2022_11_28.types import (
    ReposOwnerRepoCheckRunsCheckRunIdPatchBodyPropOutputPropAnnotationsItemsType as Remark,
)
from githubkit_schemas.v2022_11_28.types import (
    ReposOwnerRepoCheckRunsCheckRunIdPatchBodyPropOutputType as Output,
)

from reviewer.model.published import Annotation, CheckButton, CheckReport

ANNOTATIONS_PER_CALL = 50


def output_of(report: CheckReport, annotations: Sequence[Annotation]) -> Output:
    """Return what the run shows, with these annotations added to those it has."""
    return {
        "title": report.title,
        "summary": report.summary,
        "text": report.text,
        "annotations": [_remark(each) for each in annotations],
    }


def actions_of(report: CheckReport) -> list[Action]:
    """Return the run's buttons."""
    return [
        {"label": each.label, "description": each.description, "identifier": each.identifier} for each in report.buttons
    ]


def _remark(annotation: Annotation) -> Remark:
    return {
        "path": annotation.path,
        "start_line": annotation.start_line,
        "end_line": annotation.end_line,
        "annotation_level": annotation.level.value,
        "title": annotation.title,
        "message": annotation.message,
    }


def check_limits(report: CheckReport) -> None:
    """Raise ValueError naming what is too long or too many."""
    problems = [*_too_long(report), *(each for button in report.buttons for each in _button(button))]
    problems += [each for annotation in report.annotations for each in _annotation(annotation)]
    if len(report.buttons) > 3:
        problems.append(f"{len(report.buttons)} buttons, not 3")
    if problems:
        raise ValueError(f"a check report is over GitHub's limits: {'; '.join(problems[:5])}")


def _too_long(report: CheckReport) -> Iterator[str]:
    yield from _over("title", report.title, 255)
    yield from _over("summary", report.summary, 65_535)
    yield from _over("text", report.text, 65_535)


def _button(button: CheckButton) -> Iterator[str]:
    yield from _over("button label", button.label, 20)
    yield from _over("button description", button.description, 40)
    yield from _over("button identifier", button.identifier, 20)


def _annotation(annotation: Annotation) -> Iterator[str]:
    yield from _over(f"annotation title of {annotation.path}", annotation.title, 255)
    if len(annotation.message.encode()) > 64 * 1024:
        yield f"annotation message of {annotation.path} has more than 64 KB"


def _over(what: str, text: str, limit: int) -> Iterator[str]:
    if len(text) > limit:
        yield f"{what} has {len(text)} characters, not {limit}"
