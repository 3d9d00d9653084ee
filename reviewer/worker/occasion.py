"""One gesture of a person about a pull, with all that it is judged by; and what comes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import structlog

from reviewer.errors import TellAuthor
from reviewer.model.acts import Act, Channel, Person, Rights, Verb
from reviewer.model.ids import CommentId, Fingerprint, Sha, UnitId
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

    Everything is read when it is first asked for: most gestures need less than all of it.
    """

    ports: Ports
    order: Order
    seen: Seen
    review: Review
    acts: list[Act] = field(default_factory=list[Act])
    remarks: list[str] = field(default_factory=list[str])
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
    def comment(self) -> CommentId | None:
        """Return the comment that a command stands in."""
        found = self.order.details.get("comment")
        return CommentId(int(found)) if found and self.channel is Channel.COMMAND else None

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
    def by_id(self) -> dict[UnitId, Fingerprint]:
        """Return what each id of this pull was ever given to."""
        return {unit: fingerprint for fingerprint, unit in self.seen.ids.items()}

    @property
    def present(self) -> dict[Fingerprint, ChangeUnit]:
        """Return the units of the newest review."""
        return {unit.fingerprint: unit for unit in self.review.units}

    def may(self, verb: Verb) -> bool:
        """Return whether the person may do this; a refusal is kept, and told once."""
        refusal = why_refused(verb, self.rights)
        if refusal is not None:
            self.refuse(refusal)
        return refusal is None

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
        rights = self._rights
        return Act(
            verb=verb,
            person=self.person,
            channel=self.channel,
            head=self.review.head or Sha(""),
            at=self.ports.store.now(),
            cause=self.cause,
            fingerprint=fingerprint,
            unit=self.seen.ids.get(fingerprint) if fingerprint is not None else None,
            subject=subject_of(unit) if unit is not None else "",
            claim=_claim_of(self.review, fingerprint),
            words=words,
            role=f"{rights.role}{', asked for it' if rights.asked_for_it else ''}" if rights else "",
            policy=f"{self.review.policy.mode.value} {digest_of(repr(self.review.policy))[:12]}",
        )

    def finish(self) -> bool:
        """Record the acts, then tell the person what is to be told; return whether anything was recorded now."""
        is_new = self.ports.store.record(self.ref, self.acts)
        if self.remarks:
            mark = digest_of(self.cause)[:12]
            try:
                self.ports.forge.reply(self.ref, render_reply(mark, self.person.login, self.remarks))
            except TellAuthor as error:
                log.warning("reply not written", why=str(error))
        return is_new


def occasion_of(ports: Ports, order: Order) -> Occasion | None:
    """Return the occasion of an order; None while the pull has no review that could be acted on."""
    review, seen = ports.store.load_review(pull_of(order)), ports.store.seen(pull_of(order))
    return None if review is None or review.head is None else Occasion(ports, order, seen, replan(review, seen))


def named_units(occasion: Occasion, units: Iterable[UnitId]) -> Sequence[Fingerprint]:
    """Return those of the units that stand in the newest review; the person is told of the others."""
    found: list[Fingerprint] = []
    for unit in units:
        fingerprint = occasion.by_id.get(unit)
        if fingerprint is None:
            occasion.remarks.append(f"There is no {unit} on this pull request.")
        elif fingerprint not in occasion.present:
            occasion.remarks.append(f"{unit} was changed by a push since: please look again.")
        else:
            found.append(fingerprint)
    return found


def _claim_of(review: Review, fingerprint: Fingerprint | None) -> str:
    """Return the statement under which a unit is shown, "" where nothing states it."""
    groups = {planned.fingerprint: planned.group for planned in review.plan.units}
    group = groups.get(fingerprint) if fingerprint is not None else None
    claim = next((each.claim for each in review.plan.groups if each.index == group), None)
    return review.intent.claims[claim].quote.text if claim is not None else ""
