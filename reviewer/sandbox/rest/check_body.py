"""What an App may write into a check run, read by GitHub's rules.

Sizes are in the published schema of `checks/create`; the rules between fields are on
https://docs.github.com/en/rest/checks/runs#create-a-check-run and are named where they are checked.
"""

from reviewer.sandbox.acts.checks import Output, RunChange
from reviewer.sandbox.rest.body import Body, Invalid
from reviewer.sandbox.state.checks import Action, Annotation

_CONCLUSIONS = ("action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out")
_MOST_TEXT = 65_535
_MOST_MESSAGE = 64 * 1024


def read_change(body: Body) -> RunChange:
    """Return what a body asks of a run; raises Invalid."""
    status = body.word("status", ("queued", "in_progress", "completed"))
    conclusion = body.word("conclusion", _CONCLUSIONS)
    # "Required if you provide completed_at or a status of completed."
    if conclusion is None and (status == "completed" or body.text("completed_at") is not None):
        raise Invalid('"conclusion" wasn\'t supplied, and is required with a status of completed.')
    # "Providing conclusion will automatically set the status parameter to completed", so no other status fits it.
    if conclusion is not None and status in ("queued", "in_progress"):
        message = f"a conclusion was supplied together with the status {status}."
        raise Invalid(message)
    return RunChange(
        name=body.text("name"),
        status=status,
        conclusion=conclusion,
        started_at=body.moment("started_at"),
        completed_at=body.moment("completed_at"),
        details_url=body.text("details_url"),
        external_id=body.text("external_id"),
        output=_output(body.part("output")),
        actions=_actions(body.parts("actions", most=3)),
    )


def _output(body: Body | None) -> Output | None:
    if body is None:
        return None
    annotations = body.parts("annotations", most=50) or []
    return Output(
        title=body.text("title"),
        summary=body.needed_text("summary", most=_MOST_TEXT),
        text=body.text("text", most=_MOST_TEXT),
        annotations=tuple(_annotation(one) for one in annotations),
    )


def _annotation(body: Body) -> Annotation:
    start, end = body.needed_whole("start_line"), body.needed_whole("end_line")
    columns = body.whole("start_column"), body.whole("end_column")
    if end < start:
        raise Invalid("end_line is before start_line.")
    # "Annotations only support start_column and end_column on the same line."
    if start != end and columns != (None, None):
        raise Invalid("start_column and end_column were supplied for an annotation of several lines.")
    level = body.word("annotation_level", ("notice", "warning", "failure"))
    if level is None:
        raise Invalid('"annotation_level" wasn\'t supplied.')
    return Annotation(
        path=body.needed_text("path"),
        start_line=start,
        end_line=end,
        start_column=columns[0],
        end_column=columns[1],
        level=level,
        title=body.text("title", most=255),
        message=body.needed_text("message", most=_MOST_MESSAGE),
        raw_details=body.text("raw_details", most=_MOST_MESSAGE),
    )


def _actions(bodies: list[Body] | None) -> tuple[Action, ...] | None:
    if bodies is None:
        return None
    return tuple(
        Action(
            label=body.needed_text("label", most=20),
            description=body.needed_text("description", most=40),
            identifier=body.needed_text("identifier", most=20),
        )
        for body in bodies
    )
