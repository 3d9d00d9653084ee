"""The store port on a SQL database: one method, one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from reviewer.model.acts import AccountId, Act, ChainHead, Shown
from reviewer.model.ids import InstallationId, RepositoryId, Sha
from reviewer.model.orders import head_order
from reviewer.model.plan import Seen
from reviewer.model.policy import Mode
from reviewer.model.ports import WrittenCheck, WrittenComment
from reviewer.model.pulls import PullRef, PullState, RepositoryRef
from reviewer.model.review import Review
from reviewer.model.wording import Wording
from reviewer.model.work import Delivery, JobKind, Order
from reviewer.store import (
    acts,
    deliveries,
    depth,
    installations,
    operations,
    orders,
    published,
    pulls,
    reviews,
    wordings,
)
from reviewer.store.chain import Link
from reviewer.store.database import Database
from reviewer.store.depth import FailedOrder, QueueDepth
from reviewer.store.operations import Watch
from reviewer.store.schema import is_current
from reviewer.store.waits import SqlWaits


class SqlStore:
    """The `Store` port. Every method raises TryAgain when the database does not serve it.

    The clock is asked before a transaction is begun: it may need one of its own.
    """

    def __init__(self, database: Database, clock: Callable[[], float], delivery: str | None = None) -> None:
        self._database = database
        self._clock = clock
        self._delivery = delivery

    @property
    def waits(self) -> SqlWaits:
        """Return what the queue is made from, in the same database."""
        return SqlWaits(self._database, self._clock)

    def on_behalf_of(self, delivery: str | None) -> "SqlStore":
        """Return this store for a job that a delivery led to: what is ordered through it names that delivery."""
        return SqlStore(self._database, self._clock, delivery)

    def accept(self, delivery: Delivery, orders: Sequence[Order]) -> bool:
        """Make a delivery and its orders durable; False when its guid was accepted before (then nothing changes)."""
        return self.accept_all([(delivery, orders)])[0]

    def accept_all(self, batch: Sequence[tuple[Delivery, Sequence[Order]]]) -> list[bool]:
        """Do the same for many in one transaction: one answer each, in their order."""
        now = self._clock()
        with self._database.writing() as connection:
            return deliveries.accept(connection, batch, now)

    def prune(self, before: float) -> int:
        """Forget the deliveries received before this time, some a transaction; return how many they were."""
        count = 0
        while True:
            with self._database.writing() as connection:
                pruned = deliveries.prune(connection, before)
            count += pruned
            if pruned < deliveries.STEP:
                return count

    def order(self, new: Iterable[Order]) -> None:
        """Make orders durable, due now."""
        now = self._clock()
        with self._database.writing() as connection:
            orders.place(connection, self._named(new), now)

    def now(self) -> float:
        """Return the seconds since 1970 by the database's clock."""
        return self._clock()

    def swept_at(self) -> float | None:
        """Return when the last look for missed deliveries began, None before the first one."""
        with self._database.reading() as connection:
            return deliveries.swept_at(connection)

    def set_swept_at(self, at: float) -> None:
        """Remember when a look for missed deliveries began that came to its end."""
        with self._database.writing() as connection:
            deliveries.set_swept_at(connection, at)

    def is_active(self, repository: RepositoryRef) -> bool:
        """Return whether nothing is recorded against serving it: no suspension, no removal."""
        with self._database.reading() as connection:
            return installations.is_active(connection, repository)

    def set_installation(self, installation: InstallationId, *, is_active: bool) -> None:
        """Record that an installation exists and serves, or is suspended or gone."""
        with self._database.writing() as connection:
            installations.set_installation(connection, installation, is_active=is_active)

    def set_repositories(self, repositories: Sequence[RepositoryRef], *, is_active: bool) -> None:
        """Record repositories that an installation gained or lost; pending orders of lost ones are dropped."""
        with self._database.writing() as connection:
            installations.set_repositories(connection, repositories, is_active=is_active)
            if not is_active:
                orders.drop_waiting(connection, repositories)

    def repositories(self, installation: InstallationId) -> Sequence[RepositoryRef]:
        """Return the repositories that are recorded as an installation's, by id."""
        with self._database.reading() as connection:
            return installations.repositories_of(connection, installation)

    def set_pull(self, ref: PullRef, state: PullState) -> None:
        """Record how a pull stands, and order the CHECK of each head that it left, came to, or was closed at."""
        now = self._clock()
        with self._database.writing() as connection:
            heads = pulls.record(connection, ref, state)
            checks = [head_order(JobKind.CHECK, ref.repository, head) for head in heads]
            orders.place(connection, self._named(checks), now)

    def open_pulls_at(self, repository: RepositoryRef, head: Sha) -> Sequence[PullRef]:
        """Return the open pulls whose head is this sha, by number."""
        with self._database.reading() as connection:
            return pulls.open_at(connection, repository, head)

    def is_closed_at(self, repository: RepositoryRef, head: Sha) -> bool:
        """Return whether a pull was closed at this head."""
        with self._database.reading() as connection:
            return pulls.is_closed_at(connection, repository, head)

    def why_given_up(self, ref: PullRef) -> str | None:
        """Return why the pull's review failed for good ("ending: details"); None unless nothing else is ordered."""
        with self._database.reading() as connection:
            return depth.why_given_up(connection, ref)

    def seen(self, ref: PullRef) -> Seen:
        """Return what earlier reviews of the pull left behind."""
        with self._database.reading() as connection:
            return reviews.seen(connection, ref)

    def save_review(self, ref: PullRef, review: Review) -> None:
        """Keep a review as the pull's newest, with the unit ids it gave.

        Raises TryAgain when another review of the pull gave an id differently meanwhile.
        """
        now = self._clock()
        with self._database.writing() as connection:
            reviews.save(connection, ref, review, now)

    def load_review(self, ref: PullRef) -> Review | None:
        """Return the pull's newest review."""
        with self._database.reading() as connection:
            return reviews.load(connection, ref)

    def mode(self, repository: RepositoryRef) -> Mode:
        """Return the mode that the repository's policy asked for at its newest review; advisory when there is none."""
        with self._database.reading() as connection:
            return reviews.mode(connection, repository)

    def comment(self, ref: PullRef) -> WrittenComment | None:
        """Return what we know of the pull's sticky comment."""
        with self._database.reading() as connection:
            return published.comment(connection, ref)

    def set_comment(self, ref: PullRef, comment: WrittenComment) -> None:
        """Remember the pull's sticky comment."""
        with self._database.writing() as connection:
            published.set_comment(connection, ref, comment)

    def check(self, repository: RepositoryRef, head: Sha) -> WrittenCheck | None:
        """Return what we know of the head's live check run."""
        with self._database.reading() as connection:
            return published.check(connection, repository, head)

    def set_check(self, repository: RepositoryRef, head: Sha, check: WrittenCheck | None) -> None:
        """Remember the head's live check run; None forgets it, so that the next review makes a new one."""
        with self._database.writing() as connection:
            published.set_check(connection, repository, head, check)

    def wording(self, ref: PullRef) -> Wording | None:
        """Return the newest wording of a pull: what a model said, or why it is silent."""
        with self._database.reading() as connection:
            return wordings.load(connection, ref)

    def set_wording(self, ref: PullRef, wording: Wording) -> None:
        """Keep a wording as the pull's newest."""
        now = self._clock()
        with self._database.writing() as connection:
            wordings.save(connection, ref, wording, now)

    def record(self, ref: PullRef, new: Sequence[Act]) -> bool:
        """Add acts of one cause to the audit; False, and nothing, when that cause was recorded before.

        Raises TryAgain when others acted in the repository at the same moment.
        """
        with self._database.writing() as connection:
            return acts.append(connection, ref, new)

    def chain_head(self, repository: RepositoryRef) -> ChainHead | None:
        """Return the newest row of a repository's audit, None while there is none."""
        with self._database.reading() as connection:
            return acts.chain_head(connection, repository.repository)

    def audit(self, repository: RepositoryId) -> Sequence[Link]:
        """Return the rows of a repository's audit, by their sequence."""
        with self._database.reading() as connection:
            return list(acts.links(connection, repository))

    def audited(self) -> Sequence[RepositoryId]:
        """Return the repositories that have an audit."""
        with self._database.reading() as connection:
            return acts.repositories(connection)

    def erase(self, account: AccountId) -> int:
        """Forget who a person is and what they wrote; return of how many rows. The chains still hold."""
        with self._database.writing() as connection:
            return acts.erase(connection, account)

    def has_older_act(self, order: Order) -> bool:
        """Return whether something that a person did to the same pull before is not done with yet."""
        with self._database.reading() as connection:
            return orders.has_older_act(connection, order)

    def note_card(self, ref: PullRef, digest: str, shown: Shown) -> None:
        """Remember what our comment reads from now on."""
        now = self._clock()
        with self._database.writing() as connection:
            published.note_card(connection, ref, digest, shown, now)

    def card(self, ref: PullRef, digest: str) -> Shown | None:
        """Return what our comment showed when it last read so, None when it never did."""
        with self._database.reading() as connection:
            return published.card(connection, ref, digest)

    def card_at(self, ref: PullRef, at: float) -> Shown | None:
        """Return what our comment showed at a time (seconds since 1970), None when there was none."""
        with self._database.reading() as connection:
            return published.card_at(connection, ref, at)

    def is_ready(self) -> bool:
        """Return whether the database has the tables this version needs."""
        return is_current(self._database)

    def queue_depth(self) -> Sequence[QueueDepth]:
        """Return how many orders of each kind wait, are worked on, or were given up."""
        now = self._clock()
        with self._database.reading() as connection:
            return depth.queue_depth(connection, now)

    def watch(self) -> Watch:
        """Return the workers' accounts, what GitHub lets installations ask, and who works."""
        now = self._clock()
        with self._database.reading() as connection:
            return operations.watch(connection, now)

    def failed_orders(self) -> Sequence[FailedOrder]:
        """Return the orders that were given up, the newest first; ordering the same again revives one."""
        with self._database.reading() as connection:
            return depth.failed_orders(connection)

    def _named(self, new: Iterable[Order]) -> Iterable[Order]:
        return (replace(order, delivery=order.delivery or self._delivery) for order in new)
