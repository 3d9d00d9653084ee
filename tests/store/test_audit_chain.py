"""The audit: whatever is changed, lost or put in is found out; what is erased is not missed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, update

from reviewer.jobs.sql import SqlQueue
from reviewer.model.acts import AccountId, Act, Channel, Person, Shown, Verb, claim_key
from reviewer.model.ids import Fingerprint, InstallationId, PullNumber, RepositoryId, Sha, UnitId
from reviewer.model.orders import act_order
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.store.chain import breaks
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.store.tables import acts, people

SHOP = RepositoryRef(InstallationId(3), RepositoryId(7), "acme/shop")
PULL = PullRef(SHOP, PullNumber(12))
LEA, TOM = Person(AccountId(31), "lea"), Person(AccountId(32), "tom")
ONE = Act(
    Verb.VALIDATE,
    LEA,
    Channel.CHECKBOX,
    Sha("a" * 40),
    1000.5,
    "g1",
    Fingerprint("fp1:a"),
    UnitId("U1"),
    "caf\udce9.py Cart.total",
    "Count the tax",
    claim_key("Count the tax"),
    "",
    "write",
    "gate 0123",
)


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, lambda: 1000.0)


def filled(store: SqlStore) -> SqlStore:
    """Record four rows: two of one gesture of Lea's, then one each of Tom and Lea."""
    store.record(PULL, [ONE, replace(ONE, fingerprint=Fingerprint("fp1:b"), unit=UnitId("U2"))])
    store.record(PULL, [replace(ONE, person=TOM, verb=Verb.QUESTION, words="Why?\u202e", cause="g2")])
    store.record(PULL, [replace(ONE, verb=Verb.UNDO, cause="g3")])
    return store


def found(store: SqlStore) -> list[int]:
    return [each.sequence for each in breaks(store.audit(SHOP.repository))]


def test_acts_come_back_as_they_were_in_their_order(store: SqlStore) -> None:
    read = filled(store).seen(PULL).acts
    assert read[0] == ONE
    assert [(each.verb, each.person, each.words) for each in read[1:]] == [
        (Verb.VALIDATE, LEA, ""),
        (Verb.QUESTION, TOM, "Why?\u202e"),
        (Verb.UNDO, LEA, ""),
    ]


def test_acts_of_one_pull_are_not_anothers(store: SqlStore) -> None:
    other = PullRef(SHOP, PullNumber(13))
    filled(store).record(other, [replace(ONE, cause="g9")])
    assert len(store.seen(other).acts) == 1
    assert len(store.seen(PULL).acts) == 4


def test_a_cause_is_recorded_once_however_often_its_job_is_tried(store: SqlStore) -> None:
    assert store.record(PULL, [ONE])
    assert not store.record(PULL, [ONE, replace(ONE, fingerprint=Fingerprint("fp1:b"))])
    assert not store.record(PULL, [])
    assert len(store.audit(SHOP.repository)) == 1


def test_the_chain_holds_and_its_head_is_the_newest_row(store: SqlStore) -> None:
    assert store.chain_head(SHOP) is None
    links = filled(store).audit(SHOP.repository)
    assert found(store) == []
    head = store.chain_head(SHOP)
    assert head is not None
    assert (head.sequence, head.digest) == (4, links[-1].digest)


def test_each_repository_has_a_chain_of_its_own(store: SqlStore) -> None:
    bank = RepositoryRef(InstallationId(3), RepositoryId(8), "acme/bank")
    filled(store).record(PullRef(bank, PullNumber(1)), [ONE])
    assert [link.sequence for link in store.audit(bank.repository)] == [1]
    assert list(store.audited()) == [7, 8]


def change_record(database: Database) -> None:
    with database.writing() as connection:
        record = connection.scalar(select(acts.c.record).where(acts.c.sequence == 2)) or ""
        changed = record.replace('"verb":"validate"', '"verb":"reject"')
        assert changed != record
        connection.execute(update(acts).where(acts.c.sequence == 2).values(record=changed))


def change_words(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(acts).where(acts.c.sequence == 2).values(payload='{"claim":"","words":"Fine"}'))


def lose_a_row(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(delete(acts).where(acts.c.sequence == 1))


def give_it_to_somebody_else(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(people).where(people.c.account == TOM.id).values(account=99))


def move_to_another_pull(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(acts).where(acts.c.sequence == 1).values(pull=13))


def give_it_another_cause(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(acts).where(acts.c.sequence == 4).values(cause="g1"))


def break_the_record(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(acts).where(acts.c.sequence == 4).values(record="[]"))


@pytest.mark.parametrize(
    ("tamper", "where"),
    [
        (change_record, [2]),
        (change_words, [2]),
        (lose_a_row, [1]),
        (give_it_to_somebody_else, [3]),
        (move_to_another_pull, [1]),
        (give_it_another_cause, [4]),
        (break_the_record, [4, 4]),
    ],
)
def test_what_is_tampered_with_is_found(
    store: SqlStore, database: Database, tamper: Callable[[Database], None], where: list[int]
) -> None:
    tamper_with = filled(store)
    tamper(database)
    assert found(tamper_with) == where


def test_a_row_that_is_put_in_with_a_digest_of_its_own_breaks_the_next(store: SqlStore, database: Database) -> None:
    filled(store)
    with database.writing() as connection:
        row = dict(connection.execute(select(acts).where(acts.c.sequence == 4)).mappings().one())
        connection.execute(delete(acts).where(acts.c.sequence == 4))
        connection.execute(insert(acts).values(**{**row, "sequence": 5}))
    assert found(store) == [4, 5]


def test_a_chain_without_its_end_is_told_by_its_head_alone(store: SqlStore, database: Database) -> None:
    before = filled(store).chain_head(SHOP)
    with database.writing() as connection:
        connection.execute(delete(acts).where(acts.c.sequence == 4))
    assert found(store) == []
    assert store.chain_head(SHOP) != before


def test_who_is_erased_leaves_no_name_and_no_word_and_a_chain_that_holds(store: SqlStore) -> None:
    assert filled(store).erase(LEA.id) == 3
    assert found(store) == []
    read = store.seen(PULL).acts
    assert [each.person.login for each in read] == ["", "", "tom", ""]
    assert [each.claim for each in read] == ["", "", "Count the tax", ""]
    assert len({each.person.id for each in read}) == 2
    assert all(each.person.id != LEA.id for each in read)
    assert store.erase(LEA.id) == 0


def test_who_acts_again_after_being_erased_is_somebody_new(store: SqlStore) -> None:
    filled(store).erase(LEA.id)
    store.record(PULL, [replace(ONE, cause="g7")])
    read = store.seen(PULL).acts
    assert read[-1].person == LEA
    assert found(store) == []


def test_a_new_login_is_shown_for_old_acts_too(store: SqlStore) -> None:
    filled(store).record(PULL, [replace(ONE, person=Person(LEA.id, "lea-of-acme"), cause="g8")])
    assert {each.person.login for each in store.seen(PULL).acts} == {"lea-of-acme", "tom"}


def test_the_same_cause_on_another_pull_is_another_act(store: SqlStore) -> None:
    assert store.record(PULL, [ONE])
    assert store.record(PullRef(SHOP, PullNumber(13)), [ONE])


def test_what_somebody_confirmed_is_known_also_once_its_words_are_erased(store: SqlStore) -> None:
    filled(store).erase(LEA.id)
    assert {each.claim_key for each in store.seen(PULL).acts} == {claim_key("Count the tax")}


def shown(head: str) -> Shown:
    return Shown(
        Sha(head * 40), {UnitId("U1"): claim_key("Count the tax"), UnitId("U2"): ""}, (UnitId("U1"),), is_small=True
    )


def test_a_card_is_known_by_what_it_read_and_by_when(database: Database) -> None:
    for now, digest, head in ((10.0, "d1", "a"), (20.0, "d2", "b"), (30.0, "d1", "c")):
        SqlStore(database, lambda now=now: now).note_card(PULL, digest, shown(head))
    store = SqlStore(database, lambda: 99.0)
    assert (store.card(PULL, "d1"), store.card(PULL, "d2"), store.card(PULL, "d3")) == (shown("c"), shown("b"), None)
    assert [store.card_at(PULL, at) for at in (9.0, 10.0, 29.9, 40.0)] == [None, shown("a"), shown("b"), shown("c")]
    assert store.card(PullRef(SHOP, PullNumber(13)), "d1") is None


def test_an_act_waits_for_those_before_it_on_its_pull_and_for_no_other(database: Database) -> None:
    store, queue = SqlStore(database, lambda: 1000.0), SqlQueue(database, lambda: 1000.0)
    other = PullRef(SHOP, PullNumber(120))
    orders = [
        act_order(ref, Channel.COMMAND, cause, LEA, {}) for ref, cause in ((PULL, "z"), (PULL, "a"), (other, "b"))
    ]
    for order in orders:
        store.order([order])
    assert [store.has_older_act(order) for order in orders] == [False, True, False]
    job = queue.claim("w")
    assert job is not None
    assert (job.order.key, store.has_older_act(orders[1])) == (orders[0].key, True)
    queue.give_up(job, why="bug: broken")
    assert not store.has_older_act(orders[1])
