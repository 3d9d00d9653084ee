"""Commands, one function each, listed in one dict."""

from collections.abc import Callable, Mapping

from reviewer.model.acts import Verb
from reviewer.model.orders import pull_order
from reviewer.model.policy import Mode
from reviewer.model.work import JobKind
from reviewer.report.replies import explain_why, list_commands, too_many
from reviewer.triage.commands import Command, Unknown, Word
from reviewer.triage.plan import MOST_AT_ONCE
from reviewer.triage.standing import last_of
from reviewer.worker.occasion import Occasion, named_units


def perform_command(occasion: Occasion, command: Command | Unknown) -> None:
    """Do what a line of a comment says, as far as the person may."""
    if isinstance(command, Unknown):
        occasion.remarks.append(f"There is no `/{command.written}`: did you mean `/{command.meant}`?")
    else:
        _BODIES[command.word](occasion, command)


def validate_waiting(occasion: Occasion) -> None:
    """Validate all that waits, while that is little and none of it is of the high band; else list it."""
    if not occasion.may(Verb.VALIDATE):
        return
    waiting = [unit for unit in occasion.review.plan.units if unit.needs_eyes]
    if not waiting:
        occasion.remarks.append("No unit waits for anybody.")
    elif not occasion.review.plan.is_small:
        occasion.remarks.append(too_many([unit.id for unit in waiting], MOST_AT_ONCE))
    else:
        occasion.acts += [occasion.act(Verb.VALIDATE, unit.fingerprint) for unit in waiting]


def _validate(occasion: Occasion, command: Command) -> None:
    if not command.units:
        validate_waiting(occasion)
    elif occasion.may(Verb.VALIDATE):
        named = named_units(occasion, command.units)
        occasion.acts += [occasion.act(Verb.VALIDATE, fingerprint) for fingerprint in named]


def _question(occasion: Occasion, command: Command) -> None:
    _object(occasion, command, Verb.QUESTION)


def _reject(occasion: Occasion, command: Command) -> None:
    _object(occasion, command, Verb.REJECT)


def _object(occasion: Occasion, command: Command, verb: Verb) -> None:
    if not command.units or not command.words:
        occasion.remarks.append(f"Write it so: `/{verb.value} U2 and then what the author should know`.")
    elif occasion.may(verb):
        named = named_units(occasion, command.units)
        occasion.acts += [occasion.act(verb, fingerprint, command.words) for fingerprint in named]


def _undo(occasion: Occasion, _command: Command) -> None:
    if not occasion.may(Verb.UNDO):
        return
    last = last_of(occasion.seen.acts, occasion.person.id)
    if not last:
        occasion.remarks.append("There is nothing of yours to take back on this pull request.")
    occasion.acts += [occasion.act(Verb.UNDO, act.fingerprint) for act in last]


def _override(occasion: Occasion, command: Command) -> None:
    if occasion.review.policy.mode is not Mode.GATE:
        occasion.remarks.append("The check blocks nothing here: the policy's mode is advisory.")
    elif not command.words:
        occasion.remarks.append("Write it so: `/override and then why`. The reason goes on record.")
    elif occasion.may(Verb.OVERRIDE):
        occasion.acts.append(occasion.act(Verb.OVERRIDE, words=command.words))


def _rerun(occasion: Occasion, _command: Command) -> None:
    if _may_ask(occasion):
        occasion.ports.store.order([pull_order(JobKind.ANALYSE, occasion.ref, rerun=True)])


def _why(occasion: Occasion, command: Command) -> None:
    if _may_ask(occasion):
        occasion.remarks += explain_why(occasion.review, command.units)


def _help(occasion: Occasion, _command: Command) -> None:
    if _may_ask(occasion):
        occasion.remarks += list_commands()


def _may_ask(occasion: Occasion) -> bool:
    """Return whether the person is told more than the card says; strangers would have us talk."""
    rights = occasion.rights
    if rights.is_author or (rights.may_write and not rights.is_bot):
        return True
    occasion.refuse("It takes write access to this repository, or to be the author, to command reviews.")
    return False


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
