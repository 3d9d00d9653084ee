"""The ports: what the hallway asks of the outside world. Adapters live in github/, store/ and jobs/."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from reviewer.model.acts import Act, ChainHead, Person, Reaction, Rights, Shown
from reviewer.model.ids import CheckRunId, CommentId, InstallationId, Sha
from reviewer.model.installations import Lack
from reviewer.model.plan import Seen
from reviewer.model.policy import Mode
from reviewer.model.published import CheckReport, PullLinks
from reviewer.model.pulls import PullRef, PullSnapshot, PullState, RepositoryRef
from reviewer.model.queue import Ci, PersonReview
from reviewer.model.review import Review
from reviewer.model.search import Question, Search
from reviewer.model.waits import Waits
from reviewer.model.wording import Wording
from reviewer.model.work import Attempts, Delivery, DeliveryAttempt, Job, Order


@dataclass(frozen=True, slots=True)
class WrittenComment:
    """The sticky comment of a pull as we last wrote it; `digest` is the SHA-256 of its body, in hexadecimal."""

    id: CommentId
    digest: str


@dataclass(frozen=True, slots=True)
class WrittenCheck:
    """The live check run of a head as we last wrote it; `digest` is "" while it is in progress.

    `band` is what its title says of the place in the queue, "" where it says nothing.
    """

    id: CheckRunId
    digest: str
    band: str = ""


class Forge(Protocol):
    """The code host, seen by one App.

    Every method may raise TryAgain (busy, limited, unreachable), Gone (deleted, no longer ours) or TellOperator (key,
    permissions). A write is paced; a create is looked up before it is repeated, so that repeating a call is harmless.
    """

    def fetch_pull(self, ref: PullRef) -> PullSnapshot:
        """Return everything a review reads, at the head of this moment."""
        ...

    def search(self, repository: RepositoryRef, head: Sha, question: Question) -> Search:
        """Return where a head that was fetched names something; what could not be searched is said, not raised."""
        ...

    def read_state(self, ref: PullRef) -> PullState:
        """Return how the pull stands right now; costs one request."""
        ...

    def ci_of(self, repository: RepositoryRef, head: Sha) -> Ci:
        """Return how the automatic checks of a head stand, ours left out; costs two requests."""
        ...

    def reviews_of(self, ref: PullRef) -> Sequence[PersonReview]:
        """Return the reviews of a pull by people with a say in the repository, oldest first; costs one request."""
        ...

    def open_pulls(self, repository: RepositoryRef) -> Sequence[PullRef]:
        """Return the open pulls of a repository, oldest first."""
        ...

    def repositories(self, installation: InstallationId) -> Sequence[RepositoryRef]:
        """Return the repositories that an installation can reach and that take writes."""
        ...

    def find_repository(self, repository: RepositoryRef) -> RepositoryRef | None:
        """Return a repository under its present name; None when its installation does not reach it to write any more.

        Costs one request.
        """
        ...

    def is_serving(self, installation: InstallationId) -> bool:
        """Return whether the App is installed there right now and is not suspended; costs one request."""
        ...

    def lack(self, installation: InstallationId) -> Lack | None:
        """Return which permissions that a review takes are not granted; None, at no cost of its own, when all are."""
        ...

    def attempts(self, since: float) -> Attempts:
        """Return the attempts to hand deliveries to us since this time (seconds since 1970)."""
        ...

    def redeliver(self, attempt: DeliveryAttempt) -> None:
        """Have a delivery sent once more, with its guid; raises Gone when the code host will not."""
        ...

    def write_comment(self, ref: PullRef, body: str, known: CommentId | None) -> CommentId:
        """Make the sticky comment read `body`; found by `known`, else by its marker and our own authorship."""
        ...

    def rights(self, ref: PullRef, person: Person) -> Rights:
        """Return what a person is to a pull at this moment; an account that changed its name since has none."""
        ...

    def react(self, repository: RepositoryRef, comment: CommentId, reaction: Reaction) -> None:
        """Put a reaction of ours under a person's comment; harmless when it is there."""
        ...

    def reply(self, ref: PullRef, body: str) -> None:
        """Write a comment, unless one of ours begins with the same first line already: that is its mark."""
        ...

    def start_check(self, repository: RepositoryRef, head: Sha, external_id: str, *, fresh: bool = False) -> CheckRunId:
        """Return our newest `review-queue` check run of this head, or create one in progress.

        With `fresh` (somebody pressed re-run) only a run that is still in progress is returned; else a new one is made.
        """
        ...

    def complete_check(self, repository: RepositoryRef, run: CheckRunId, report: CheckReport) -> None:
        """Complete a check run; annotations already sent to it are not sent again."""
        ...

    def forget(self, repository: RepositoryRef) -> None:
        """Remove what this machine keeps of a repository's code; harmless where nothing is kept."""
        ...

    def links(self, ref: PullRef, head: Sha) -> PullLinks:
        """Return where the pull is on the web; costs nothing."""
        ...


class Store(Protocol):
    """The database: the truth about what must be reviewed and what was written. Every method is one transaction."""

    @property
    def waits(self) -> Waits:
        """Return what the queue is made from, in the same database."""
        ...

    def on_behalf_of(self, delivery: str | None) -> "Store":
        """Return this store for a job that a delivery led to: what is ordered through it names that delivery."""
        ...

    def accept(self, delivery: Delivery, orders: Sequence[Order]) -> bool:
        """Make a delivery and its orders durable; False when its guid was accepted before (then nothing changes)."""
        ...

    def order(self, new: Iterable[Order]) -> None:
        """Make orders durable, due now."""
        ...

    def now(self) -> float:
        """Return the seconds since 1970, by the clock that all hosts agree on."""
        ...

    def swept_at(self) -> float | None:
        """Return when the last look for missed deliveries began (seconds since 1970); None before the first one."""
        ...

    def set_swept_at(self, at: float) -> None:
        """Remember when a look for missed deliveries began that came to its end."""
        ...

    def is_active(self, repository: RepositoryRef) -> bool:
        """Return whether the App is installed there, not suspended and not taken away."""
        ...

    def set_installation(self, installation: InstallationId, *, is_active: bool) -> None:
        """Record that an installation exists and serves, or is suspended or gone."""
        ...

    def set_repositories(self, repositories: Sequence[RepositoryRef], *, is_active: bool) -> None:
        """Record repositories that an installation gained or lost; pending orders of lost ones are dropped."""
        ...

    def repositories(self, installation: InstallationId) -> Sequence[RepositoryRef]:
        """Return the repositories that are recorded as an installation's, by id."""
        ...

    def set_pull(self, ref: PullRef, state: PullState) -> None:
        """Record how a pull stands, and order the CHECK of each head that it left, came to, or was closed at."""
        ...

    def open_pulls_at(self, repository: RepositoryRef, head: Sha) -> Sequence[PullRef]:
        """Return the open pulls whose head is this sha, by number."""
        ...

    def is_closed_at(self, repository: RepositoryRef, head: Sha) -> bool:
        """Return whether a pull was closed at this head."""
        ...

    def why_given_up(self, ref: PullRef) -> str | None:
        """Return why the pull's review failed for good ("ending: details"); None unless nothing else is ordered."""
        ...

    def seen(self, ref: PullRef) -> Seen:
        """Return what earlier reviews of the pull left behind."""
        ...

    def save_review(self, ref: PullRef, review: Review) -> None:
        """Keep a review as the pull's newest, with the unit ids it gave."""
        ...

    def load_review(self, ref: PullRef) -> Review | None:
        """Return the pull's newest review."""
        ...

    def mode(self, repository: RepositoryRef) -> Mode:
        """Return the mode that the repository's policy asked for at its newest review; advisory when there is none."""
        ...

    def comment(self, ref: PullRef) -> WrittenComment | None:
        """Return what we know of the pull's sticky comment."""
        ...

    def set_comment(self, ref: PullRef, comment: WrittenComment) -> None:
        """Remember the pull's sticky comment."""
        ...

    def check(self, repository: RepositoryRef, head: Sha) -> WrittenCheck | None:
        """Return what we know of the head's live check run."""
        ...

    def set_check(self, repository: RepositoryRef, head: Sha, check: WrittenCheck | None) -> None:
        """Remember the head's live check run; None forgets it, so that the next review makes a new one."""
        ...

    def record(self, ref: PullRef, new: Sequence[Act]) -> bool:
        """Add acts of one cause to the audit; False, and nothing, when that cause was recorded before."""
        ...

    def chain_head(self, repository: RepositoryRef) -> ChainHead | None:
        """Return the newest row of a repository's audit, None while there is none."""
        ...

    def has_older_act(self, order: Order) -> bool:
        """Return whether something that a person did to the same pull before is not done with yet."""
        ...

    def note_card(self, ref: PullRef, digest: str, shown: Shown) -> None:
        """Remember what our comment on a pull reads from now on; by the digest of the text with no box ticked."""
        ...

    def card(self, ref: PullRef, digest: str) -> Shown | None:
        """Return what our comment showed when it last read so, None when it never did."""
        ...

    def card_at(self, ref: PullRef, at: float) -> Shown | None:
        """Return what our comment showed at a time (seconds since 1970), None when there was none."""
        ...

    def wording(self, ref: PullRef) -> Wording | None:
        """Return the newest wording of a pull: what a model said, or why it is silent."""
        ...

    def set_wording(self, ref: PullRef, wording: Wording) -> None:
        """Keep a wording as the pull's newest."""
        ...


class Wordsmith(Protocol):
    """A language model, in a process of its own; what it says is checked before it is told."""

    def expect(self, review: Review) -> Wording | None:
        """Return the wording that would be asked for, still silent; None with nothing to ask. Costs nothing."""
        ...

    def word(self, review: Review) -> Wording | None:
        """Return what a model says of a review, or a silent wording; None with nothing to ask. Raises nothing."""
        ...


class Queue(Protocol):
    """The orders that are due, as workers take them. A claim is a lease: it must be renewed, and can be lost.

    Whatever ends or extends a claim returns False when the lease was lost: then somebody else has, or will get, the
    order, and nothing was changed.
    """

    def claim(self, worker: str) -> Job | None:
        """Return a due order, now leased to this worker; None when nothing is due."""
        ...

    def renew(self, job: Job) -> bool:
        """Extend the lease."""
        ...

    def finish(self, job: Job) -> bool:
        """Mark the order done; when it was ordered again meanwhile, it is due again at once."""
        ...

    def retry(self, job: Job, *, after: float, why: str) -> bool:
        """Give the order back, due in `after` seconds."""
        ...

    def give_back(self, job: Job) -> bool:
        """Give the order back as if it had not been claimed: due now, this attempt not counted."""
        ...

    def put_off(self, job: Job, *, after: float, why: str) -> bool:
        """Give the order back, due in `after` seconds, this attempt not counted."""
        ...

    def give_up(self, job: Job, *, why: str) -> bool:
        """Set the order aside as failed, kept for the operator to see and to order again."""
        ...
