"""Commands, one function each, listed in one dict."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from reviewer.errors import Gone
from reviewer.model.acts import Reaction, Shown, Verb
from reviewer.model.ids import CommentId, UnitId
from reviewer.model.orders import person_of, pull_of, pull_order, repository_of
from reviewer.model.policy import Mode
from reviewer.model.work import JobKind, Order
from reviewer.report.replies import explain_why, list_commands, too_many
from reviewer.triage.commands import Command, Unknown, Word, read_command
from reviewer.triage.plan import MOST_AT_ONCE
from reviewer.triage.standing import last_of, own_acts
from reviewer.worker.occasion import Occasion, named_units
from reviewer.worker.ports import Ports


def perform_command(occasion: Occasion, command: Command | Unknown) -> None:
    """Do what a line of a comment says, as far as the person may; strangers do not have us talk."""
    is_act = isinstance(command, Command) and command.word in _ACTS
    if not is_act and not _may_command(occasion):
        return
    if isinstance(command, Unknown):
        occasion.remarks.append(f"There is no `/{command.written}`: did you mean `/{command.meant}`?")
    else:
        _BODIES[command.word](occasion, command)


def validate_waiting(occasion: Occasion, shown: Shown | None) -> None:
    """Validate all that was shown to wait, while that is little and none of it is of the high band; else list it."""
    if not occasion.may(Verb.VALIDATE):
        return
    now = {unit.id for unit in occasion.review.plan.units if unit.needs_eyes}
    waiting = [unit for unit in (shown.waiting if shown else ()) if unit in now]
    if not waiting:
        occasion.remarks.append("Nothing that the card showed waits for anybody.")
    elif shown is None or not shown.is_small or not occasion.review.plan.is_small:
        occasion.remarks.append(too_many(waiting, MOST_AT_ONCE))
    else:
        named = named_units(occasion, waiting, shown)
        occasion.acts += [occasion.act(Verb.VALIDATE, fingerprint) for fingerprint in named]


def take_back(occasion: Occasion, units: Iterable[UnitId]) -> None:
    """Take back what the person said of these units; what others said of them stays."""
    own = own_acts((*occasion.seen.acts, *occasion.acts), occasion.person.id)
    for unit in units:
        fingerprint = occasion.by_id.get(unit)
        if fingerprint is not None and fingerprint in own:
            occasion.acts.append(occasion.act(Verb.UNDO, fingerprint))
        else:
            occasion.remarks.append(f"You said nothing of {unit}: whoever validated it can take that back.")


def do_without_review(ports: Ports, order: Order) -> None:
    """Do what can be done while a pull has no review: ask for one. All else is marked as not done."""
    if not order.details.get("lines"):
        return
    words = [read_command(line) for line in str(order.details["lines"]).splitlines()]
    asks = any(isinstance(each, Command) and each.word in (Word.RERUN, Word.REVIEW) for each in words)
    rights = ports.forge.rights(pull_of(order), person_of(order)) if asks else None
    may_ask = rights is not None and (rights.is_author or rights.may_write) and not rights.is_bot
    react(ports, order, Reaction.STARTED if may_ask else Reaction.NOT_DONE)
    if may_ask:
        ports.store.order([pull_order(JobKind.ANALYSE, pull_of(order), rerun=True)])


def react(ports: Ports, order: Order, reaction: Reaction) -> None:
    """Put a reaction under the comment that an order is about, unless the comment is gone."""
    with suppress(Gone):
        ports.forge.react(repository_of(order), CommentId(int(order.details["comment"] or 0)), reaction)


def _validate(occasion: Occasion, command: Command) -> None:
    if not command.units and not command.words:
        validate_waiting(occasion, occasion.written_on)
    elif not occasion.may(Verb.VALIDATE):
        return
    elif command.words:
        occasion.remarks.append("Write it so: `/validate U3 U7`, and nothing behind it. Nothing was validated.")
    else:
        named = named_units(occasion, command.units, occasion.written_on)
        occasion.acts += [occasion.act(Verb.VALIDATE, fingerprint) for fingerprint in named]


def _question(occasion: Occasion, command: Command) -> None:
    _object(occasion, command, Verb.QUESTION)


def _reject(occasion: Occasion, command: Command) -> None:
    _object(occasion, command, Verb.REJECT)


def _object(occasion: Occasion, command: Command, verb: Verb) -> None:
    if not occasion.may(verb):
        return
    if not command.units or not command.words:
        occasion.remarks.append(f"Write it so: `/{verb.value} U2 and then what the author should know`.")
    else:
        named = named_units(occasion, command.units, occasion.written_on)
        occasion.acts += [occasion.act(verb, fingerprint, command.words) for fingerprint in named]


def _undo(occasion: Occasion, command: Command) -> None:
    if not occasion.may(Verb.UNDO):
        return
    if command.units:
        take_back(occasion, command.units)
        return
    last = last_of((*occasion.seen.acts, *occasion.acts), occasion.person.id)
    if not last:
        occasion.remarks.append("There is nothing of yours to take back on this pull request.")
    # An override is taken back of the head that it was of.
    occasion.acts += [replace(occasion.act(Verb.UNDO, act.fingerprint), head=act.head) for act in last]


def _override(occasion: Occasion, command: Command) -> None:
    shown = occasion.written_on
    if occasion.review.policy.mode is not Mode.GATE:
        occasion.remarks.append("The check blocks nothing here: the policy's mode is advisory.")
    elif not command.words:
        occasion.remarks.append("Write it so: `/override and then why`. The reason goes on record.")
    elif shown is None or shown.head != occasion.review.head:
        occasion.remarks.append("Commits were pushed since: please look again.")
    elif occasion.may(Verb.OVERRIDE):
        occasion.acts.append(occasion.act(Verb.OVERRIDE, words=command.words))


def _rerun(occasion: Occasion, _command: Command) -> None:
    occasion.orders.append(pull_order(JobKind.ANALYSE, occasion.ref, rerun=True))


def _why(occasion: Occasion, command: Command) -> None:
    occasion.answer(explain_why(occasion.review, command.units))


def _help(occasion: Occasion, _command: Command) -> None:
    occasion.answer(list_commands())


def _may_command(occasion: Occasion) -> bool:
    rights = occasion.rights
    if not rights.is_bot and (rights.is_author or rights.may_write):
        return True
    occasion.refuse("It takes write access to this repository, or to be the author, to command reviews.")
    return False


_ACTS = frozenset({Word.VALIDATE, Word.QUESTION, Word.REJECT, Word.UNDO})
"""Who may do these is asked with each of them."""

_BODIES: Mapping[Word, Callable[[Occasion, Command], None]] = {
    Word.VALIDATE: _validate,
    Word.QUESTION: _question,
    Word.REJECT: _reject,
    Word.UNDO: _undo,
    Word.OVERRIDE: _override,
    Word.RERUN: _rerun,
    Word.REVIEW: _rerun,
    Word.WHY: _why,
    Word.HELP: _help,
}
