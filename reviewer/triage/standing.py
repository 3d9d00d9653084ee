"""What people's acts come to: per unit, by its fingerprint alone. A name that stays is no match for a changed body."""

from collections.abc import Collection, Iterable

from reviewer.model.acts import AccountId, Act, Standing, Verb, claim_key
from reviewer.model.ids import Fingerprint, Sha
from reviewer.model.units import ChangeUnit

_OPINIONS = (Verb.VALIDATE, Verb.QUESTION, Verb.REJECT)
_OPEN = (Verb.QUESTION, Verb.REJECT)


def standings(acts: Iterable[Act], stated: Collection[str]) -> dict[Fingerprint, Standing]:
    """Return how each unit stands after these acts, in the order in which they were made.

    Each person has one opinion of a unit, the last. A question or a rejection counts before any validation, until it is
    taken back or the author answers. A validation counts while the claim that it confirmed is still `stated`.
    """
    opinions: dict[Fingerprint, dict[AccountId, Act]] = {}
    for act in acts:
        if act.fingerprint is not None:
            _apply(act, opinions.setdefault(act.fingerprint, {}))
    found = {fingerprint: _outcome(of_unit.values(), stated) for fingerprint, of_unit in opinions.items()}
    return {fingerprint: standing for fingerprint, standing in found.items() if standing is not None}


def overridden(acts: Iterable[Act], head: Sha | None) -> Standing | None:
    """Return the newest override of this head that nobody took back; one of another head says nothing of it."""
    made: dict[AccountId, Act] = {}
    for act in acts:
        if act.fingerprint is None and act.head == head and act.verb in (Verb.OVERRIDE, Verb.UNDO):
            made.pop(act.person.id, None)
            if act.verb is Verb.OVERRIDE:
                made[act.person.id] = act
    return next((_standing(act) for act in reversed(made.values())), None)


def last_of(acts: Iterable[Act], person: AccountId) -> tuple[Act, ...]:
    """Return what a person did last and can take back: all units of one gesture; nothing where it was taken back."""
    live = own_acts(acts, person)
    last = next(reversed(live.values()), None)
    return tuple(act for act in live.values() if last is not None and act.cause == last.cause)


def own_acts(acts: Iterable[Act], person: AccountId) -> dict[Fingerprint | None, Act]:
    """Return what a person did and did not take back: the last of each unit, and an override under None."""
    live: dict[Fingerprint | None, Act] = {}
    for act in acts:
        if act.person.id == person and act.verb in (*_OPINIONS, Verb.OVERRIDE, Verb.UNDO):
            live.pop(act.fingerprint, None)
            if act.verb is not Verb.UNDO:
                live[act.fingerprint] = act
    return live


def validated_before(acts: Iterable[Act], holding: Collection[Fingerprint]) -> dict[str, Standing]:
    """Return by their subjects the validations that hold no more: what they were of was changed, or unsaid, since.

    `holding` are the units that acts still stand for. Only for telling people: nothing is validated by its name.
    """
    live: dict[Fingerprint, Act] = {}
    for act in acts:
        if act.fingerprint is not None and act.verb in (Verb.VALIDATE, Verb.UNDO):
            live.pop(act.fingerprint, None)
            if act.verb is Verb.VALIDATE:
                live[act.fingerprint] = act
    return {act.subject: _standing(act) for fingerprint, act in live.items() if fingerprint not in holding}


def subject_of(unit: ChangeUnit) -> str:
    """Return a unit's path and name, by which people know it again when it has changed."""
    return f"{unit.place.path} {unit.place.qualified_name}".rstrip()


def _apply(act: Act, opinions: dict[AccountId, Act]) -> None:
    if act.verb is Verb.ANSWER:
        for person in [person for person, opinion in opinions.items() if opinion.verb in _OPEN]:
            del opinions[person]
    elif act.verb is Verb.UNDO or act.verb in _OPINIONS:
        # Taken out first: the newest opinion stands last.
        opinions.pop(act.person.id, None)
        if act.verb in _OPINIONS:
            opinions[act.person.id] = act


def _outcome(opinions: Iterable[Act], stated: Collection[str]) -> Standing | None:
    keys = {claim_key(claim) for claim in stated}
    acts = [act for act in opinions if act.verb in _OPEN or not act.claim_key or act.claim_key in keys]
    open_acts = [act for act in acts if act.verb in _OPEN]
    last = (open_acts or acts)[-1:]
    return next((_standing(act) for act in last), None)


def _standing(act: Act) -> Standing:
    return Standing(act.verb, act.person.login, act.at, act.head, act.claim, act.words)
