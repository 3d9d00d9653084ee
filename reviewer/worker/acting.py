"""What people do to a review: boxes, buttons and commands, all the same act underneath."""

from reviewer.github.names import ASK_BUTTON
from reviewer.model.acts import Channel, Reaction, Verb
from reviewer.model.ids import UnitId
from reviewer.model.orders import pull_of, pull_order
from reviewer.model.ports import WrittenComment
from reviewer.model.pulls import PullRef
from reviewer.model.work import JobKind, Order
from reviewer.report.replies import ask_why
from reviewer.triage.commands import read_command
from reviewer.worker.commanding import perform_command, validate_waiting
from reviewer.worker.occasion import Occasion, named_units, occasion_of
from reviewer.worker.ports import Ports


def act(ports: Ports, order: Order) -> None:
    """Record what a person did, if that person may; then publish what it changes.

    Done twice it is done once. What is refused changes nothing, and is told to the person, once.
    """
    if not ports.store.is_active(pull_of(order).repository):
        return
    occasion = occasion_of(ports, order)
    is_edit = order.details["channel"] == Channel.CHECKBOX.value
    if occasion is not None:
        _perform(occasion)
        if occasion.finish() or is_edit:
            _publish(ports, occasion.ref, is_edit=is_edit)
        _acknowledge(occasion)
    elif is_edit:
        _publish(ports, pull_of(order), is_edit=True)


def forgo(ports: Ports, order: Order) -> None:
    """Have a card show again that what was ticked on it could not be recorded: its boxes are cleared."""
    _publish(ports, pull_of(order), is_edit=order.details["channel"] == Channel.CHECKBOX.value)


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
    validated, taken_back = _units(details["validated"]), _units(details["taken_back"])
    if not occasion.ports.store.is_card(occasion.ref, str(details["card"])):
        occasion.acts.append(occasion.act(Verb.EDITED))
        if validated or taken_back:
            occasion.remarks.append("The card was edited, not only ticked: it is as it was. Please tick again.")
        return
    if validated and occasion.may(Verb.VALIDATE):
        for fingerprint in named_units(occasion, validated):
            occasion.acts.append(occasion.act(Verb.VALIDATE, fingerprint))
    if taken_back and occasion.may(Verb.UNDO):
        for fingerprint in named_units(occasion, taken_back):
            occasion.acts.append(occasion.act(Verb.UNDO, fingerprint))


def _pressed(occasion: Occasion) -> None:
    if occasion.order.details["button"] == ASK_BUTTON:
        if occasion.may(Verb.QUESTION) and occasion.review.intent.why is None:
            occasion.ports.forge.reply(occasion.ref, ask_why(_author(occasion)))
    elif occasion.review.head != occasion.order.details["head"]:
        occasion.remarks.append("Commits were pushed since: please look again.")
    else:
        validate_waiting(occasion)


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
    if occasion.comment is None or "answers" in occasion.order.details:
        return
    is_done = any(act.verb not in (Verb.REFUSED, Verb.EDITED) for act in occasion.acts) or not occasion.remarks
    is_refused = any(act.verb is Verb.REFUSED for act in occasion.acts)
    reaction = Reaction.DONE if is_done and not is_refused else Reaction.NOT_DONE
    occasion.ports.forge.react(occasion.ref.repository, occasion.comment, reaction)


def _units(listed: object) -> list[UnitId]:
    return [UnitId(unit) for unit in str(listed).split(",") if unit]


def _author(occasion: Occasion) -> str:
    return occasion.review.state.author if occasion.review.state else ""
