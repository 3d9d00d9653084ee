"""What every store keeps; each test is run once for each kind of database (see `database_url`)."""

from dataclasses import replace

import pytest

from reviewer.errors import TryAgain
from reviewer.jobs.sql import SqlQueue
from reviewer.model.ids import CheckRunId, CommentId, Fingerprint, InstallationId, PullNumber, RepositoryId, Sha, UnitId
from reviewer.model.intent import Intent
from reviewer.model.lines import LineRange
from reviewer.model.orders import pull_order
from reviewer.model.plan import Group, Lane, Plan, PlannedUnit
from reviewer.model.policy import Mode, Policy, PolicyProblem
from reviewer.model.ports import WrittenCheck, WrittenComment
from reviewer.model.pulls import PullRef, PullState, RepositoryRef
from reviewer.model.review import Conclusion, Review
from reviewer.model.risk import Band, Reason, Risk, RiskReport
from reviewer.model.units import Action, ChangeUnit, Coverage, EntityKind, Place
from reviewer.model.wording import Sent, Sentence, Silence, Tokens, Wording
from reviewer.model.work import Delivery, JobKind, Order
from reviewer.store import deliveries
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore

SHOP = RepositoryRef(InstallationId(3), RepositoryId(7), "acme/shop")
PULL = PullRef(SHOP, PullNumber(12))
HEAD = Sha("a" * 40)
STATE = PullState(HEAD, Sha("b" * 40), is_open=True, is_draft=False, is_fork=False, author="ann", is_bot=False)
NOT_UTF8 = "caf\udce9/\udcff.py"


def order(kind: JobKind = JobKind.ANALYSE, number: int = 12, repository: int = 7) -> Order:
    return Order(kind, f"pull/{repository}/{number}", InstallationId(3), {"repository": repository, "number": number})


def delivery(guid: str = "g1", received_at: float = 5.0) -> Delivery:
    return Delivery(guid, "pull_request", "opened", b"{\x00\xff}", received_at)


def review(*units: tuple[str, str], next_number: int | None = None, path: str = "cart.py") -> Review:
    """A review that gives these (fingerprint, unit id) pairs."""
    planned = tuple(
        PlannedUnit(UnitId(number), Fingerprint(key), Lane.READ, 0, index, needs_eyes=True)
        for index, (key, number) in enumerate(units)
    )
    risk = Risk(Band.HIGH, -0.25, (Reason("touches login", 0.75),), "shipped-1", percentile=92.5)
    return Review(
        units=tuple(
            ChangeUnit(
                Fingerprint(key),
                (Action.BODY_CHANGED,),
                EntityKind.METHOD,
                before=None,
                after=Place(path, "Cart.total", "total", 3, 9),
                added_lines=(LineRange(4, 5),),
            )
            for key, _ in units
        ),
        coverage=Coverage(1, 1, 2, 2),
        facts=(),
        risk=RiskReport(risk, {Fingerprint(key): risk for key, _ in units}),
        intent=Intent(None, None, unexplained=frozenset(Fingerprint(key) for key, _ in units)),
        plan=Plan((Group(0, "not stated", None, ()),), planned, 4, next_number or len(units) + 1),
        policy=Policy(problems=(PolicyProblem(3, "unknown key"),)),
        conclusion=Conclusion.NEUTRAL,
        engine="1",
        head=HEAD,
        state=STATE,
        notes=(f"{path} was not read",),
    )


def wording(**more: object) -> Wording:
    sent = Sent((UnitId("U1"), UnitId("U2")), 1234, 5)
    return Wording(HEAD, "c" * 64, sent, "openai/m", tokens=Tokens(3, 4), **more)  # pyright: ignore[reportArgumentType] - fields by name


class TestStoreContract:
    @pytest.fixture
    def store(self, database: Database) -> SqlStore:
        return SqlStore(database, lambda: 1000.0)

    def waiting(self, store: SqlStore) -> dict[JobKind, int]:
        return {depth.kind: depth.waiting for depth in store.queue_depth() if depth.waiting}

    def test_a_delivery_is_accepted_with_its_orders(self, store: SqlStore) -> None:
        assert store.accept(delivery(), [order(), order(number=13)])
        assert self.waiting(store) == {JobKind.ANALYSE: 2}

    def test_the_same_guid_again_is_refused_and_orders_nothing(self, store: SqlStore) -> None:
        store.accept(delivery(), [])
        assert not store.accept(delivery(), [order()])
        assert self.waiting(store) == {}

    def test_a_delivery_older_than_the_limit_is_forgotten(self, store: SqlStore) -> None:
        store.accept(delivery("old", received_at=1.0), [])
        store.accept(delivery("new", received_at=9.0), [])
        assert store.prune(before=9.0) == 1
        assert store.accept(delivery("old"), [])
        assert not store.accept(delivery("new"), [])

    def test_old_deliveries_are_forgotten_some_a_transaction(self, store: SqlStore, database: Database) -> None:
        store.accept_all([(delivery(f"g{number}", received_at=1.0), ()) for number in range(2 * deliveries.STEP + 1)])
        with database.writing() as connection:
            assert deliveries.prune(connection, before=9.0) == deliveries.STEP
        assert store.prune(before=9.0) == deliveries.STEP + 1

    def test_the_last_look_for_missed_deliveries_is_remembered(self, store: SqlStore) -> None:
        assert store.swept_at() is None
        for began_at in (7.25, 8.5):
            store.set_swept_at(began_at)
        assert store.swept_at() == 8.5

    def test_the_same_order_twice_waits_once(self, store: SqlStore) -> None:
        store.order([order(), order(JobKind.PUBLISH), order()])
        assert self.waiting(store) == {JobKind.ANALYSE: 1, JobKind.PUBLISH: 1}

    def test_a_repository_nothing_is_recorded_of_is_active(self, store: SqlStore) -> None:
        assert store.is_active(SHOP)

    def test_a_suspended_installation_serves_no_repository_until_it_is_back(self, store: SqlStore) -> None:
        store.set_repositories([SHOP], is_active=True)
        store.set_installation(SHOP.installation, is_active=False)
        assert not store.is_active(SHOP)
        store.set_installation(SHOP.installation, is_active=True)
        assert store.is_active(SHOP)

    def test_a_lost_repository_loses_its_waiting_orders_and_no_others(self, store: SqlStore) -> None:
        store.order([order(), order(repository=8)])
        store.set_repositories([SHOP], is_active=False)
        assert not store.is_active(SHOP)
        assert self.waiting(store) == {JobKind.ANALYSE: 1}

    def test_the_order_that_says_a_lost_repository_is_back_stays(self, store: SqlStore) -> None:
        store.order([Order(JobKind.INSTALLATION, "repository/7", SHOP.installation, {"repository": 7})])
        store.set_repositories([SHOP], is_active=False)
        assert self.waiting(store) == {JobKind.INSTALLATION: 1}

    def test_a_transferred_repository_keeps_its_number(self, store: SqlStore) -> None:
        store.set_repositories([SHOP], is_active=False)
        moved = RepositoryRef(InstallationId(4), SHOP.repository, "other/shop")
        store.set_repositories([moved], is_active=True)
        assert store.is_active(moved)

    def test_a_repository_that_another_installation_gained_before_this_one_is_told_of_its_loss_is_served(
        self, store: SqlStore
    ) -> None:
        moved = RepositoryRef(InstallationId(4), SHOP.repository, "other/shop")
        store.set_repositories([SHOP], is_active=True)
        store.set_repositories([moved], is_active=True)
        store.order([pull_order(JobKind.ANALYSE, PullRef(moved, PullNumber(12)))])
        store.set_repositories([SHOP], is_active=False)
        assert store.is_active(moved)
        assert self.waiting(store) == {JobKind.ANALYSE: 1}

    def test_open_pulls_at_a_head_come_by_number(self, store: SqlStore) -> None:
        for number in (20, 3):
            store.set_pull(PullRef(SHOP, PullNumber(number)), STATE)
        assert [ref.number for ref in store.open_pulls_at(SHOP, HEAD)] == [3, 20]

    @pytest.mark.parametrize("change", [{"is_open": False}, {"head": Sha("c" * 40)}])
    def test_a_pull_that_closed_or_moved_on_is_not_at_that_head(
        self, store: SqlStore, change: dict[str, object]
    ) -> None:
        store.set_pull(PULL, STATE)
        store.set_pull(PULL, replace(STATE, **change))  # pyright: ignore[reportArgumentType] - one field at a time
        assert store.open_pulls_at(SHOP, HEAD) == []

    def test_a_pull_that_moves_on_has_the_checks_of_both_heads_written(self, store: SqlStore) -> None:
        store.set_pull(PULL, STATE)
        store.set_pull(PULL, replace(STATE, head=Sha("c" * 40)))
        assert self.waiting(store) == {JobKind.CHECK: 2}

    def test_a_pull_that_stands_as_before_has_no_check_written(self, store: SqlStore, database: Database) -> None:
        store.set_pull(PULL, STATE)
        queue = SqlQueue(database, lambda: 1000.0)
        job = queue.claim("w")
        assert job is not None
        queue.finish(job)
        store.set_pull(PULL, replace(STATE, base=Sha("d" * 40)))
        assert self.waiting(store) == {}

    def test_a_closed_pull_is_known_at_its_head(self, store: SqlStore) -> None:
        store.set_pull(PULL, STATE)
        assert not store.is_closed_at(SHOP, HEAD)
        store.set_pull(PULL, replace(STATE, is_open=False))
        assert store.is_closed_at(SHOP, HEAD)

    def test_the_mode_is_that_of_the_newest_review_of_any_pull(self, database: Database) -> None:
        times = iter((1.0, 2.0))
        store = SqlStore(database, lambda: next(times))
        assert store.mode(SHOP) is Mode.ADVISORY
        store.save_review(PULL, review(("fp1:x", "U1")))
        gate = replace(review(("fp1:x", "U1")), policy=Policy(mode=Mode.GATE))
        store.save_review(PullRef(SHOP, PullNumber(13)), gate)
        assert store.mode(SHOP) is Mode.GATE

    def test_a_pull_is_given_up_until_it_is_ordered_again(self, store: SqlStore, database: Database) -> None:
        queue = SqlQueue(database, lambda: 1000.0)
        store.order([order()])
        job = queue.claim("w")
        assert job is not None
        assert store.why_given_up(PULL) is None
        queue.give_up(job, why="bug: what it was")
        assert store.why_given_up(PULL) == "bug: what it was"
        store.order([order(JobKind.PUBLISH)])
        assert store.why_given_up(PULL) is None

    def test_a_review_comes_back_equal(self, store: SqlStore) -> None:
        saved = review(("fp1:x", "U1"), ("fp1:y", "U2"))
        store.save_review(PULL, saved)
        assert store.load_review(PULL) == saved

    def test_a_path_that_is_not_utf8_survives(self, store: SqlStore) -> None:
        saved = review(("fp1:x", "U1"), path=NOT_UTF8)
        store.save_review(PULL, saved)
        assert store.load_review(PULL) == saved

    def test_the_newest_review_replaces_the_one_before(self, store: SqlStore) -> None:
        store.save_review(PULL, review(("fp1:x", "U1")))
        store.save_review(PULL, newest := review(("fp1:x", "U1"), ("fp1:y", "U2")))
        assert store.load_review(PULL) == newest

    def test_a_pull_never_reviewed_has_no_review_and_starts_at_one(self, store: SqlStore) -> None:
        assert store.load_review(PULL) is None
        assert (store.seen(PULL).ids, store.seen(PULL).next_number) == ({}, 1)

    def test_ids_outlive_the_review_that_gave_them(self, store: SqlStore) -> None:
        store.save_review(PULL, review(("fp1:x", "U1"), ("fp1:y", "U2")))
        store.save_review(PULL, review(("fp1:z", "U3"), next_number=4))
        assert store.seen(PULL).ids == {"fp1:x": "U1", "fp1:y": "U2", "fp1:z": "U3"}
        assert store.seen(PULL).next_number == 4

    def test_the_next_number_never_falls(self, store: SqlStore) -> None:
        store.save_review(PULL, review(("fp1:x", "U1"), next_number=9))
        store.save_review(PULL, review(("fp1:x", "U1"), next_number=2))
        assert store.seen(PULL).next_number == 9

    def test_ids_of_another_pull_are_its_own(self, store: SqlStore) -> None:
        store.save_review(PULL, review(("fp1:x", "U1")))
        store.save_review(PullRef(SHOP, PullNumber(13)), review(("fp1:y", "U1")))
        assert store.seen(PULL).ids == {"fp1:x": "U1"}

    @pytest.mark.parametrize("contradiction", [("fp1:y", "U1"), ("fp1:x", "U2")])
    def test_a_review_that_gives_an_id_differently_is_refused_whole(
        self, store: SqlStore, contradiction: tuple[str, str]
    ) -> None:
        store.save_review(PULL, first := review(("fp1:x", "U1")))
        with pytest.raises(TryAgain, match="acme/shop#12 were given other ids"):
            store.save_review(PULL, review(("fp1:z", "U7"), contradiction))
        assert store.load_review(PULL) == first
        assert store.seen(PULL).ids == {"fp1:x": "U1"}

    def test_a_comment_is_remembered_as_last_written(self, store: SqlStore) -> None:
        assert store.comment(PULL) is None
        store.set_comment(PULL, WrittenComment(CommentId(5), "aa"))
        store.set_comment(PULL, WrittenComment(CommentId(2**40), "bb"))
        assert store.comment(PULL) == WrittenComment(CommentId(2**40), "bb")

    def test_a_check_is_remembered_for_its_head_until_forgotten(self, store: SqlStore) -> None:
        written = WrittenCheck(CheckRunId(2**40), "")
        store.set_check(SHOP, HEAD, written)
        assert store.check(SHOP, HEAD) == written
        assert store.check(SHOP, Sha("c" * 40)) is None
        store.set_check(SHOP, HEAD, None)
        assert store.check(SHOP, HEAD) is None

    def test_a_wording_comes_back_equal_and_the_newest_stands(self, store: SqlStore) -> None:
        assert store.wording(PULL) is None
        store.set_wording(PULL, wording(silence=Silence.AWAY, tries=1))
        store.set_wording(PULL, newest := wording(sentences=(Sentence("It moved.", (UnitId("U1"),)),), dropped=2))
        assert store.wording(PULL) == newest

    def test_a_wording_is_its_own_pulls(self, store: SqlStore) -> None:
        store.set_wording(PULL, wording())
        assert store.wording(PullRef(SHOP, PullNumber(13))) is None
