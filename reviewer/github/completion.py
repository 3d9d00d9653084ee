"""A check run completed in place: annotations sent once, 50 a call, the conclusion with the last of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.github.check_body import ANNOTATIONS_PER_CALL, actions_of, check_limits, output_of
from reviewer.github.failures import Request
from reviewer.github.pulls import owner_and_name
from reviewer.github.replies import ANNOTATIONS, CheckRunReply
from reviewer.github.session import PAGE, Session
from reviewer.model.ids import CheckRunId
from reviewer.model.published import Annotation, CheckReport
from reviewer.model.pulls import RepositoryRef


@dataclass(frozen=True, slots=True)
class Completion:
    """The completion of one run; doing it again, also after a failure half way, is harmless."""

    session: Session
    repository: RepositoryRef
    run: CheckRunId
    report: CheckReport

    def perform(self) -> None:
        """Send what the run does not have yet, and complete it.

        GitHub appends the annotations of each call to those the run has, so they are looked up first.
        """
        check_limits(self.report)
        left = self._unsent()
        while len(left) > ANNOTATIONS_PER_CALL:
            self._annotate(left[:ANNOTATIONS_PER_CALL])
            left = left[ANNOTATIONS_PER_CALL:]
        self._conclude(left)

    def _unsent(self) -> Sequence[Annotation]:
        owner, name = owner_and_name(self.repository)
        request = self._request("read", "read")
        reply = self.session.read(CheckRunReply, request, lambda rest: rest.checks.get(owner, name, self.run))
        if reply.output.annotations_count == 0:
            return self.report.annotations
        sent = self.session.read_pages(
            ANNOTATIONS,
            request,
            lambda rest, page: rest.checks.list_annotations(owner, name, self.run, per_page=PAGE, page=page),
        )
        there = {(each.path, each.start_line, each.end_line, each.title) for each in sent}
        return [
            each
            for each in self.report.annotations
            if (each.path, each.start_line, each.end_line, each.title) not in there
        ]

    def _annotate(self, annotations: Sequence[Annotation]) -> None:
        owner, name = owner_and_name(self.repository)
        output = output_of(self.report, annotations)
        self.session.write(
            CheckRunReply,
            self._request("annotate", "write"),
            lambda rest: rest.checks.update(owner, name, self.run, output=output),
        )

    def _conclude(self, annotations: Sequence[Annotation]) -> None:
        owner, name = owner_and_name(self.repository)
        output, actions = output_of(self.report, annotations), actions_of(self.report)
        conclusion = self.report.conclusion.value
        self.session.write(
            CheckRunReply,
            self._request("complete", "write"),
            lambda rest: rest.checks.update(
                owner, name, self.run, status="completed", conclusion=conclusion, output=output, actions=actions
            ),
        )

    def _request(self, verb: str, level: str) -> Request:
        return Request(f"{verb} check run {self.run} of {self.repository.full_name}", "checks", level)
