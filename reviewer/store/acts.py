"""What people did, in rows that are only ever added: one chain a repository (see reviewer.store.chain)."""

import json
import secrets
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from reviewer.errors import TryAgain
from reviewer.model.acts import AccountId, Act, ChainHead, Channel, Person, Verb
from reviewer.model.ids import Fingerprint, RepositoryId, Sha, UnitId
from reviewer.model.pulls import PullRef
from reviewer.store.chain import FIRST, Link, link_digest, salted_digest, text_of
from reviewer.store.tables import acts, people


def append(connection: Connection, ref: PullRef, new: Sequence[Act]) -> bool:
    """Add acts of one cause at the end of the chain; False, and nothing, when the pull has acts of that cause already.

    Raises TryAgain when somebody else added one at the same moment.
    """
    repository = ref.repository.repository
    if not new or _is_known(connection, ref, new[0].cause):
        return False
    head = chain_head(connection, repository) or ChainHead(0, FIRST)
    try:
        for act in new:
            head = _append(connection, ref, act, head)
    except IntegrityError as error:
        raise TryAgain(
            f"Could not record an act on {ref.repository.full_name}#{ref.number}: others acted at the same moment"
        ) from error
    return True


def of_pull(connection: Connection, ref: PullRef) -> tuple[Act, ...]:
    """Return what was done on a pull, in its order; whoever was erased is told apart, and no more."""
    query = (
        _with_people()
        .where(acts.c.repository == ref.repository.repository, acts.c.pull == ref.number)
        .order_by(acts.c.sequence)
    )
    return tuple(_act(row) for row in connection.execute(query).mappings())


def links(connection: Connection, repository: RepositoryId) -> Iterator[Link]:
    """Yield the rows of a repository's chain, by their sequence."""
    query = _with_people().where(acts.c.repository == repository).order_by(acts.c.sequence)
    for row in connection.execute(query).mappings():
        yield Link(**{name: row[name] for name in Link.__slots__})


def repositories(connection: Connection) -> list[RepositoryId]:
    """Return the repositories that have a chain, by number."""
    found = connection.scalars(select(acts.c.repository).distinct().order_by(acts.c.repository))
    return [RepositoryId(number) for number in found]


def chain_head(connection: Connection, repository: RepositoryId) -> ChainHead | None:
    """Return the newest row of a repository's chain, None while it has none."""
    query = (
        select(acts.c.sequence, acts.c.digest)
        .where(acts.c.repository == repository)
        .order_by(acts.c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else ChainHead(row.sequence, row.digest)


def erase(connection: Connection, account: AccountId) -> int:
    """Forget who a person is and what they wrote, in all chains; return of how many rows. The chains still hold."""
    person = connection.scalar(select(people.c.person).where(people.c.account == account))
    if person is None:
        return 0
    connection.execute(delete(people).where(people.c.person == person))
    connection.execute(update(acts).where(acts.c.person == person).values(payload=None, salt=None))
    return connection.scalar(select(func.count()).select_from(acts).where(acts.c.person == person)) or 0


def _is_known(connection: Connection, ref: PullRef, cause: str) -> bool:
    of_pull = (acts.c.repository == ref.repository.repository, acts.c.pull == ref.number)
    query = select(acts.c.sequence).where(*of_pull, acts.c.cause == cause).limit(1)
    return connection.scalar(query) is not None


def _append(connection: Connection, ref: PullRef, act: Act, before: ChainHead) -> ChainHead:
    salt, payload = secrets.token_hex(16), text_of({"claim": act.claim, "words": act.words})
    sequence, person = before.sequence + 1, _person(connection, act.person)
    record = text_of(
        {
            "at": act.at,
            "cause": act.cause,
            "channel": act.channel.value,
            "claim": act.claim_key,
            "fingerprint": act.fingerprint,
            "head": act.head,
            "payload": salted_digest(salt, payload),
            "person": person,
            "policy": act.policy,
            "pull": ref.number,
            "repository": ref.repository.repository,
            "role": act.role,
            "sequence": sequence,
            "subject": act.subject,
            "unit": act.unit,
            "verb": act.verb.value,
        }
    )
    digest = link_digest(before.digest, record)
    row = {
        "repository": ref.repository.repository,
        "sequence": sequence,
        "pull": ref.number,
        "person": person,
        "cause": act.cause,
        "record": record,
        "payload": payload,
        "salt": salt,
        "digest": digest,
    }
    connection.execute(insert(acts).values(**row))
    return ChainHead(sequence, digest)


def _person(connection: Connection, person: Person) -> str:
    """Return what stands for a person in records; their newest login is kept beside it."""
    known = connection.scalar(select(people.c.person).where(people.c.account == person.id))
    if known is not None:
        connection.execute(update(people).where(people.c.person == known).values(login=person.login))
        return str(known)
    salt = secrets.token_hex(16)
    digest = salted_digest(salt, str(person.id))
    row = {"person": digest, "account": person.id, "login": person.login, "person_salt": salt}
    connection.execute(insert(people).values(**row))
    return digest


def _with_people():  # noqa: ANN202 - SQLAlchemy's own type has thirteen parameters
    columns = (people.c.account, people.c.login, people.c.person_salt)
    return select(acts, *columns).select_from(acts.outerjoin(people, acts.c.person == people.c.person))


def _act(row: RowMapping) -> Act:
    record, payload = json.loads(row["record"]), json.loads(row["payload"] or "{}")
    fingerprint, unit = record["fingerprint"], record["unit"]
    return Act(
        verb=Verb(record["verb"]),
        person=_known_person(row),
        channel=Channel(record["channel"]),
        head=Sha(record["head"]),
        at=record["at"],
        cause=record["cause"],
        fingerprint=None if fingerprint is None else Fingerprint(fingerprint),
        unit=None if unit is None else UnitId(unit),
        subject=record["subject"],
        claim=payload.get("claim", ""),
        claim_key=record["claim"],
        words=payload.get("words", ""),
        role=record["role"],
        policy=record["policy"],
    )


def _known_person(row: RowMapping) -> Person:
    if row["account"] is not None:
        return Person(AccountId(row["account"]), row["login"])
    # Erased: a number that is no account's still tells one person's acts from another's.
    return Person(AccountId(-1 - int(row["person"][:12], 16)), "")
