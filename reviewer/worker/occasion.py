"""One gesture of a person about a pull, with all that it is judged by; and what comes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import structlog

from reviewer.errors import TellAuthor
from reviewer.model.acts import Act, Channel, Person, Rights, Shown, Verb, claim_key
from reviewer.model.ids import Fingerprint, Sha, UnitId
from reviewer.model.orders import person_of, pull_of
from reviewer.model.plan import Seen
from reviewer.model.pulls import PullRef
from reviewer.model.review import Review
from reviewer.model.units import ChangeUnit
from reviewer.model.work import Order
from reviewer.policy.rights import why_refused
from reviewer.report.replies import render_reply
from reviewer.triage.standing import subject_of
from reviewer.worker.digests import digest_of
from reviewer.worker.ports import Ports
from reviewer.worker.reviewed import replan

log = structlog.get_logger()


@dataclass
class Occasion:
    """A gesture on its way: `acts` are collected, to be recorded together; `remarks` are for the person who made it.

    `orders` are placed at the very end; `is_told` when the person got what was asked for in words.

    Everything is read when it is first asked for: most gestures need less than all of it.
    """

    ports: Ports
    order: Order
    seen: Seen
    review: Review
    acts: list[Act] = field(default_factory=list[Act])
    remarks: list[str] = field(default_factory=list[str])
    orders: list[Order] = field(default_factory=list[Order])
    is_told: bool = False
    _rights: Rights | None = None

    @property
    def ref(self) -> PullRef:
        """Return the pull."""
        return pull_of(self.order)

    @property
    def person(self) -> Person:
        """Return who made the gesture."""
        return person_of(self.order)

    @property
    def cause(self) -> str:
        """Return what the acts are known by: the webhook that brought them."""
        return self.order.delivery or self.order.key

    @property
    def channel(self) -> Channel:
        """Return by which way it came."""
        return Channel(str(self.order.details["channel"]))

    @property
    def rights(self) -> Rights:
        """Return what the person is to the pull at this moment; asked once."""
        if self._rights is None:
            self._rights = self.ports.forge.rights(self.ref, self.person)
        return self._rights

    @property
    def written_on(self) -> Shown | None:
        """Return the card as it was when the comment was written, None where there was none."""
        return self.ports.store.card_at(self.ref, int(self.order.details.get("at") or 0))

    @property
    def is_recorded(self) -> bool:
        """Return whether an earlier try came as far as the record."""
        return bool(self.acts)

    @property
    def by_id(self) -> dict[UnitId, Fingerprint]:
        """Return what each id of this pull was ever given to."""
        return {unit: fingerprint for fingerprint, unit in self.seen.ids.items()}

    @property
    def present(self) -> dict[Fingerprint, ChangeUnit]:
        """Return the units of the newest review."""
        return {unit.fingerprint: unit for unit in self.review.units}

    def may(self, verb: Verb) -> bool:
        """Return whether the person may do this; a refusal is kept, and told once.

        What GitHub says of the person is about the newest head: on another, nothing is validated.
        """
        refusal = why_refused(verb, self.rights)
        if refusal is None and verb in (Verb.VALIDATE, Verb.OVERRIDE) and self.rights.head != self.review.head:
            self.remarks.append("The newest head is not reviewed yet: please look again when it is.")
            return False
        if refusal is not None:
            self.refuse(refusal)
        return refusal is None

    def answer(self, told: Iterable[str]) -> None:
        """Tell the person what was asked for."""
        self.remarks += told
        self.is_told = True

    def refuse(self, why: str) -> None:
        """Keep that a gesture was refused; who was told so before is not told again."""
        told = any(
            act.verb is Verb.REFUSED and act.person.id == self.person.id and act.words == why for act in self.seen.acts
        )
        self.acts.append(self.act(Verb.REFUSED, words=why))
        if not told:
            self.remarks.append(why)

    def act(self, verb: Verb, fingerprint: Fingerprint | None = None, words: str = "") -> Act:
        """Return an act of this person, about a unit of the newest review or about its head."""
        unit = self.present.get(fingerprint) if fingerprint is not None else None
        number = self.seen.ids.get(fingerprint) if fingerprint is not None else None
        claim = self.review.claims.get(number, "") if number is not None else ""
        rights = self._rights
        return Act(
            verb=verb,
            person=self.person,
            channel=self.channel,
            head=self.review.head or Sha(""),
            at=self.ports.store.now(),
            cause=self.cause,
            fingerprint=fingerprint,
            unit=number,
            subject=subject_of(unit) if unit is not None else "",
            claim=claim,
            claim_key=claim_key(claim),
            words=words,
            role=f"{rights.role}{', asked for it' if rights.asked_for_it else ''}" if rights else "",
            policy=f"{self.review.policy.mode.value} {digest_of(repr(self.review.policy))[:12]}",
        )

    def tell(self) -> None:
        """Tell the person what is to be told: a reply of one cause is written once."""
        if self.remarks:
            self.reply(render_reply(digest_of(self.cause)[:12], self.person.login, self.remarks))

    def reply(self, body: str) -> None:
        """Write a comment, unless one with its mark is there; in a locked conversation only the log has it."""
        try:
            self.ports.forge.reply(self.ref, body)
        except TellAuthor as error:
            log.warning("reply not written", why=str(error))

    def record(self) -> None:
        """Add the acts to the record, together."""
        self.ports.store.record(self.ref, self.acts)


def occasion_of(ports: Ports, order: Order) -> Occasion | None:
    """Return the occasion of an order, with the acts that an earlier try recorded.

    None while the pull has no review that could be acted on, or where the policy mutes us.
    """
    review, seen = ports.store.load_review(pull_of(order)), ports.store.seen(pull_of(order))
    if review is None or review.head is None or review.policy.is_muted:
        return None
    occasion = Occasion(ports, order, seen, replan(review, seen))
    occasion.acts += [act for act in seen.acts if act.cause == occasion.cause]
    return occasion


def named_units(occasion: Occasion, units: Iterable[UnitId], shown: Shown | None) -> Sequence[Fingerprint]:
    """Return those of the units that still are what was shown, and are stated so; the person is told of the others."""
    found: list[Fingerprint] = []
    claims = occasion.review.claims
    for unit in units:
        fingerprint = occasion.by_id.get(unit)
        if fingerprint is None or shown is None or unit not in shown.claims:
            occasion.remarks.append(f"There was no {unit} on the card when you acted: please look again.")
        elif fingerprint not in occasion.present:
            occasion.remarks.append(f"{unit} is no longer in this pull request as it was: please look again.")
        elif shown.claims[unit] != claim_key(claims[unit]):
            occasion.remarks.append(f"What is stated of {unit} was changed since: please look again.")
        else:
            found.append(fingerprint)
    return found
