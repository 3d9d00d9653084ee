"""What a backfill orders is written some at a time."""

from collections.abc import Iterable, Sequence
from typing import cast

from reviewer.model.ids import InstallationId, PullNumber, RepositoryId
from reviewer.model.orders import repository_details
from reviewer.model.ports import Forge
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.work import JobKind, Order
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.worker.ports import Ports
from reviewer.worker.serving import STEP, backfill

SHOP = RepositoryRef(InstallationId(3), RepositoryId(7), "acme/shop")


class Crowded:
    """The part of a forge that a backfill asks: a repository with many open pulls."""

    def open_pulls(self, repository: RepositoryRef) -> Sequence[PullRef]:
        return [PullRef(repository, PullNumber(number)) for number in range(1, 2 * STEP + 2)]


class Counting(SqlStore):
    """A store that remembers how many orders each transaction placed."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, lambda: 1000.0)
        self.steps: list[int] = []

    def order(self, new: Iterable[Order]) -> None:
        placed = list(new)
        self.steps.append(len(placed))
        super().order(placed)


def test_500_open_pulls_do_not_hold_up_a_webhook_until_all_are_ordered(database: Database) -> None:
    store = Counting(database)
    order = Order(JobKind.BACKFILL, "repository/7", SHOP.installation, repository_details(SHOP))
    backfill(Ports(cast("Forge", Crowded()), store), order)
    assert store.steps == [STEP, STEP, 1]
    assert {depth.kind: depth.waiting for depth in store.queue_depth()}[JobKind.ANALYSE] == 2 * STEP + 1
