"""The `review-queue` check run of a head: found, or created in progress."""

from reviewer.github.failures import Request
from reviewer.github.names import CHECK_NAME, external_id_of, numbers_of
from reviewer.github.pulls import owner_and_name
from reviewer.github.replies import CHECK_RUNS, CheckRunReply
from reviewer.github.session import PAGE, Session
from reviewer.model.ids import CheckRunId, Sha
from reviewer.model.pulls import RepositoryRef


def find_run(session: Session, app_id: int, repository: RepositoryRef, head: Sha) -> CheckRunReply | None:
    """Return our newest `review-queue` run of a head, None when there is none."""
    owner, name = owner_and_name(repository)
    runs = session.read_pages(
        CHECK_RUNS,
        Request(f"list the check runs of {repository.full_name}@{head[:7]}", "checks"),
        lambda rest, page: rest.checks.list_for_ref(
            owner, name, head, check_name=CHECK_NAME, app_id=app_id, filter_="all", per_page=PAGE, page=page
        ),
    )
    return max(runs, key=lambda run: run.id, default=None)


def create_run(session: Session, repository: RepositoryRef, head: Sha, external_id: str) -> CheckRunId:
    """Create a run in progress. Look with `find_run` first: an earlier create may have worked and not said so."""
    owner, name = owner_and_name(repository)
    made = session.write(
        CheckRunReply,
        Request(f"create a check run for {repository.full_name}@{head[:7]}", "checks", "write"),
        lambda rest: rest.checks.create(
            owner, name, name=CHECK_NAME, head_sha=head, status="in_progress", external_id=external_id
        ),
    )
    return CheckRunId(made.id)


def add_pulls(session: Session, repository: RepositoryRef, run: CheckRunReply, external_id: str) -> None:
    """See to it that a run carries these pull numbers too, beside those it has."""
    both = external_id_of((*numbers_of(run.external_id), *numbers_of(external_id)))
    if both in {run.external_id or "", ""}:
        return
    owner, name = owner_and_name(repository)
    session.write(
        CheckRunReply,
        Request(f"name the pulls of check run {run.id} of {repository.full_name}", "checks", "write"),
        lambda rest: rest.checks.update(owner, name, run.id, external_id=both),
    )
