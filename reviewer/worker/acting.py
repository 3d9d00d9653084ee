"""What people do to a review: boxes, buttons and commands, all the same act underneath."""

from reviewer.errors import NotYet
from reviewer.github.names import ASK_BUTTON
from reviewer.model.acts import Channel, Reaction, Verb
from reviewer.model.ids import UnitId
from reviewer.model.orders import pull_of, pull_order
from reviewer.model.ports import WrittenComment
from reviewer.model.pulls import PullRef
from reviewer.model.work import JobKind, Order
from reviewer.report.replies import ask_why
from reviewer.triage.commands import read_command
from reviewer.worker.commanding import do_without_review, perform_command, react, take_back, validate_waiting
from reviewer.worker.occasion import Occasion, named_units, occasion_of
from reviewer.worker.ports import Ports
from reviewer.worker.reviewed import shown_of


def act(ports: Ports, order: Order) -> None:
    """Record what a person did, if that person may; then publish what it changes.

    What is done to a pull is taken in its order. Tried again, it is done once, and what followed from it is done again.
    What is refused changes nothing, and is told to the person, once.
    """
    ref, is_edit = pull_of(order), order.details["channel"] == Channel.CHECKBOX.value
    if not ports.store.is_active(ref.repository):
        return
    if ports.store.has_older_act(order):
        raise NotYet(f"What was done to {ref.repository.full_name}#{ref.number} before comes first", after=1.0)
    occasion = occasion_of(ports, order)
    if occasion is None:
        do_without_review(ports, order)
        return
    if not occasion.is_recorded:
        _perform(occasion)
        # Told before it is recorded: who is told is not told again, and what was recorded is not looked at again.
        occasion.tell()
        occasion.record()
    if is_edit or occasion.acts:
        _publish(ports, ref, is_edit=is_edit)
    _acknowledge(occasion)
    ports.store.order(occasion.orders)


def forgo(ports: Ports, order: Order) -> None:
    """Have a person see that what was done could not be recorded: a box is cleared again, a command is marked."""
    if order.details["channel"] == Channel.CHECKBOX.value:
        _publish(ports, pull_of(order), is_edit=True)
    elif order.details.get("lines"):
        react(ports, order, Reaction.NOT_DONE)


def _perform(occasion: Occasion) -> None:
    details = occasion.order.details
    if "card" in details:
        _ticked(occasion)
    elif "button" in details:
        _pressed(occasion)
    elif "answers" in details:
        _answered(occasion)
    else:
        for line in str(details.get("lines", "")).splitlines():
            if (command := read_command(line)) is not None:
                perform_command(occasion, command)


def _ticked(occasion: Occasion) -> None:
    """Take the boxes that were turned on a card of ours; anything else that was done to it is undone, and kept."""
    details = occasion.order.details
    ticked, cleared = _units(details["validated"]), _units(details["taken_back"])
    shown = occasion.ports.store.card(occasion.ref, str(details["card"]))
    if shown is None:
        occasion.acts.append(occasion.act(Verb.EDITED))
        if ticked or cleared:
            occasion.remarks.append("The card is not what we wrote, or was renewed meanwhile: please tick again.")
        return
    if ticked and occasion.may(Verb.VALIDATE):
        named = named_units(occasion, ticked, shown)
        occasion.acts += [occasion.act(Verb.VALIDATE, fingerprint) for fingerprint in named]
    if cleared and occasion.may(Verb.UNDO):
        take_back(occasion, cleared)


def _pressed(occasion: Occasion) -> None:
    name, _, key = str(occasion.order.details["button"]).partition("-")
    if name == ASK_BUTTON:
        if occasion.may(Verb.QUESTION) and occasion.review.intent.why is None:
            occasion.reply(ask_why(_author(occasion)))
    elif key != occasion.review.waiting_key:
        occasion.remarks.append("What waits is not what the check run showed: please look again.")
    else:
        validate_waiting(occasion, shown_of(occasion.review))


def _answered(occasion: Occasion) -> None:
    """Take a comment of the author as the answer to what is open; reviewers have their turn again."""
    waiting = [unit for unit in occasion.review.plan.units if unit.standing and unit.standing.waits_on_author]
    if waiting and occasion.rights.is_author:
        occasion.acts += [occasion.act(Verb.ANSWER, unit.fingerprint) for unit in waiting]


def _publish(ports: Ports, ref: PullRef, *, is_edit: bool) -> None:
    known = ports.store.comment(ref)
    if is_edit and known is not None:
        # Whatever it reads now, it is written anew.
        ports.store.set_comment(ref, WrittenComment(known.id, ""))
    ports.store.order([pull_order(JobKind.PUBLISH, ref)])


def _acknowledge(occasion: Occasion) -> None:
    if "lines" not in occasion.order.details:
        return
    is_refused = any(act.verb is Verb.REFUSED for act in occasion.acts)
    is_done = (occasion.acts or not occasion.remarks or occasion.is_told) and not is_refused
    started = Reaction.STARTED if occasion.orders else Reaction.DONE
    react(occasion.ports, occasion.order, started if is_done else Reaction.NOT_DONE)


def _units(listed: object) -> list[UnitId]:
    return [UnitId(unit) for unit in str(listed).split(",") if unit]


def _author(occasion: Occasion) -> str:
    return occasion.review.state.author if occasion.review.state else ""
