"""What people do about a review: one act, one row of the audit, however it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import NewType

from reviewer.model.ids import Fingerprint, Sha, UnitId

AccountId = NewType("AccountId", int)
"""GitHub's number of an account; logins change hands."""


class Verb(StrEnum):
    """What an act says.

    VALIDATE, QUESTION and REJECT are opinions of a person about a unit, UNDO takes back the actor's own. ANSWER is the
    author's reply to what is open. OVERRIDE lets a head pass the gate. The last two change nothing, and are kept: an
    act that was refused, and an edit of our comment that was no act.
    """

    VALIDATE = "validate"
    QUESTION = "question"
    REJECT = "reject"
    UNDO = "undo"
    ANSWER = "answer"
    OVERRIDE = "override"
    REFUSED = "refused"
    EDITED = "edited"


class Channel(StrEnum):
    """By which way an act came."""

    CHECKBOX = "checkbox"
    BUTTON = "button"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: the number is the identity, the login what people know it by; both are empty once erased."""

    id: AccountId
    login: str


@dataclass(frozen=True, slots=True)
class Act:
    """An act about one unit, or about a whole head where `fingerprint` is None.

    `subject` is the unit's path and name as they were, `claim` the statement that it was shown under, "" where nothing
    stated it, and `claim_key` what is left of that once words are erased. `words` are a question's, a rejection's or an
    override's, or why an act was refused. `cause` names the one event that led to it; `at` is in seconds since 1970;
    `role` says what the person may do there, `policy` under which policy.
    """

    verb: Verb
    person: Person
    channel: Channel
    head: Sha
    at: float
    cause: str
    fingerprint: Fingerprint | None = None
    unit: UnitId | None = None
    subject: str = ""
    claim: str = ""
    claim_key: str = ""
    words: str = ""
    role: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What people's acts come to for one unit: validated, or questioned or rejected and waiting on the author."""

    verb: Verb
    by: str
    at: float
    head: Sha
    claim: str = ""
    words: str = ""

    @property
    def waits_on_author(self) -> bool:
        """Return whether it is the author's turn."""
        return self.verb in (Verb.QUESTION, Verb.REJECT)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card showed to whoever acted on it.

    `claims` has every unit that can be acted on, with the key of the statement it stood under (`claim_key`); `waiting`
    are those that needed eyes, and `is_small` says whether these could be validated together.
    """

    head: Sha
    claims: Mapping[UnitId, str]
    waiting: tuple[UnitId, ...]
    is_small: bool


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest row of a repository's audit; whoever keeps it can tell later that no row before it was taken away."""

    sequence: int
    digest: str


class Reaction(StrEnum):
    """What we put under a command: under way, done, not done. The words are GitHub's."""

    STARTED = "eyes"
    DONE = "+1"
    NOT_DONE = "confused"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person is to a pull, as the code host says at this moment.

    `head` is the pull's newest, None where that was not looked at. `role` is GitHub's word for what the person may do
    there: none, read, write or admin. `is_author`: of the pull; `wrote_commits`: author or committer of one of its
    commits, plain merges of the base aside; `is_known` is False where the commits could not all be looked at.
    `asked_for_it`: a bot opened the pull, and the person is assigned to it.
    """

    role: str
    head: Sha | None = None
    is_bot: bool = False
    is_author: bool = False
    wrote_commits: bool = False
    is_known: bool = True
    asked_for_it: bool = False

    @property
    def may_write(self) -> bool:
        """Return whether the person may push to the repository."""
        return self.role in ("write", "admin")


def claim_key(claim: str) -> str:
    """Return by what a statement is known without its words, "" for none."""
    return sha256(claim.encode("utf-8", "surrogatepass")).hexdigest()[:32] if claim else ""
