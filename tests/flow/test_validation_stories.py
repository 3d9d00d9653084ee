"""People validate what a pull does: boxes, buttons, commands, and whom they are refused to."""

import time

import pytest
from flow.stage import CART, CHECK, Scene, both_ways, wait_until

from reviewer.sandbox.acts.accounts import create_account
from reviewer.sandbox.acts.checks import announce_run
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.state.accounts import AccountKind
from reviewer.sandbox.state.repositories import Comment

pytestmark = pytest.mark.timeout(180)

NONE_WAITS = "0 of 1 unit needs you"
ONE_WAITS = "1 of 1 unit needs you"
TAXED = "sum(self.prices) * 1.2"


def opened(scene: Scene, total: str = TAXED) -> PullDesk:
    """Open a reviewed pull of Ada's, of which one unit waits."""
    scene.branch("feature", total)
    pull = scene.open("Count the tax")
    scene.wait_for_review(pull)
    look_at(scene, pull)
    return pull


def look_at(scene: Scene, pull: PullDesk) -> None:
    """Look at the card for long enough: GitHub tells to the second when a comment was written."""
    seen_at = card(scene, pull).updated_at
    wait_until(lambda: (scene.sandbox.clock.now() - seen_at).total_seconds() > 1.1, "a second has passed")


def replies(scene: Scene, pull: PullDesk) -> list[str]:
    return [comment.body for comment in scene.sticky(pull) if "reviewer:reply" in comment.body]


def card(scene: Scene, pull: PullDesk) -> Comment:
    return next(comment for comment in scene.sticky(pull) if "reviewer:sticky" in comment.body)


def wait_for_reply(scene: Scene, pull: PullDesk, text: str) -> None:
    wait_until(
        lambda: any(text in reply for reply in replies(scene, pull)), f"a reply says {text!r}: {replies(scene, pull)}"
    )


def validate_button(pull: PullDesk) -> str:
    """Return the button's identifier, which says what it was shown for."""
    shown = [action.identifier for action in pull.check_run(CHECK).actions]
    return next(identifier for identifier in shown if identifier.startswith("validate-"))


def settle(scene: Scene, pull: PullDesk) -> None:
    """Return when all that was done before is done with: a pull's acts are taken in their order."""
    said = pull.comment("/undo", by="tom")
    wait_until(lambda: reactions(said) == ["confused"], "the last command is marked")


def reactions(comment: Comment) -> list[str]:
    return [reaction.content for reaction in comment.reactions]


@both_ways
def test_a_ticked_box_validates_its_group_and_the_check_turns(scene: Scene) -> None:
    pull = opened(scene)
    pull.tick("g:U1", by="lea")
    run = scene.wait_for_check(pull, NONE_WAITS)
    assert run.conclusion == "success"
    wait_until(lambda: "- [x] U1" in card(scene, pull).body, "the card shows the validation")
    assert "validated by lea" in card(scene, pull).body
    assert "row 1" in (run.text or "")


def test_a_cleared_box_takes_the_validation_back(scene: Scene) -> None:
    pull = opened(scene)
    pull.tick("g:U1", by="lea")
    scene.wait_for_check(pull, NONE_WAITS)
    wait_until(lambda: "v:U1" in card(scene, pull).body, "the card shows the validation")
    pull.tick("v:U1", by="lea")
    scene.wait_for_check(pull, ONE_WAITS)
    wait_until(lambda: "g:U1" in card(scene, pull).body, "the group is to be ticked again")
    pull.tick("g:U1", by="lea")
    scene.wait_for_check(pull, NONE_WAITS)


def test_the_button_validates_what_waits(scene: Scene) -> None:
    pull = opened(scene)
    pull.press(CHECK, validate_button(pull), by="lea")
    assert scene.wait_for_check(pull, NONE_WAITS).conclusion == "success"


def test_the_ask_button_asks_the_author_once(scene: Scene) -> None:
    pull = opened(scene)
    for _ in range(2):
        pull.press(CHECK, "ask", by="lea")
        settle(scene, pull)
    assert sum("why is this change wanted" in comment.body for comment in scene.sticky(pull)) == 1


def test_commands_validate_and_take_back_with_a_reaction_and_no_word(scene: Scene) -> None:
    pull = opened(scene)
    said = pull.comment("/validate U1", by="lea")
    scene.wait_for_check(pull, NONE_WAITS)
    wait_until(lambda: reactions(said) == ["+1"], "the command has its thumb")
    pull.comment("/undo", by="lea")
    scene.wait_for_check(pull, ONE_WAITS)
    assert replies(scene, pull) == []


def test_a_question_waits_on_the_author_until_it_is_answered(scene: Scene) -> None:
    pull = opened(scene)
    pull.comment("/question U1 Why not round it?", by="lea")
    run = scene.wait_for_check(pull, "1 waits on the author")
    assert run.conclusion == "neutral"
    wait_until(lambda: "questioned by lea: “Why not round it?”" in card(scene, pull).body, "the card has the question")
    pull.comment("The books want it exact.", by="ada")
    scene.wait_for_check(pull, ONE_WAITS)


def test_what_is_kept_of_a_push_is_what_did_not_change(scene: Scene) -> None:
    scene.clone.git("switch", "--quiet", "--force-create", "feature", "main")
    both = CART.replace("sum(self.prices)", TAXED).replace("not self.prices", "len(self.prices) == 0")
    scene.clone.commit("Two changes", {"cart.py": both})
    scene.push("feature")
    pull = scene.open("Two changes")
    scene.wait_for_review(pull)
    look_at(scene, pull)
    pull.comment("/validate U1 U2", by="lea")
    scene.wait_for_check(pull, "0 of 2 units need you")
    scene.clone.commit("Round it", {"cart.py": both.replace(TAXED, f"round({TAXED}, 2)")})
    scene.push("feature")
    scene.wait_for_check(pull, "1 of 2 units needs you")
    wait_until(lambda: "Changed since lea validated it" in card(scene, pull).body, "the card tells what changed")
    scene.clone.commit("Not rounded", {"cart.py": both})
    scene.push("feature")
    scene.wait_for_check(pull, "0 of 2 units need you")


def test_a_rebase_onto_a_later_base_keeps_validations(scene: Scene) -> None:
    pull = opened(scene)
    pull.tick("g:U1", by="lea")
    scene.wait_for_check(pull, NONE_WAITS)
    scene.clone.git("switch", "--quiet", "main")
    scene.clone.commit("Elsewhere", {"other.py": "def other():\n    return 1\n"})
    scene.push("main")
    scene.clone.git("switch", "--quiet", "feature")
    scene.clone.git("rebase", "--quiet", "main")
    scene.push("feature")
    assert scene.wait_for_check(pull, NONE_WAITS).head_sha == pull.head_sha


def test_an_act_on_what_was_pushed_over_asks_to_look_again(scene: Scene) -> None:
    pull = opened(scene)
    scene.branch("feature", "max(self.prices)", "Only the dearest counts")
    scene.wait_for_review(pull)
    said = pull.comment("/validate U1", by="lea")
    wait_for_reply(scene, pull, "please look again")
    wait_until(lambda: reactions(said) == ["confused"], "the command is marked")
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("ada", "opened the pull request"),
        ("rita", "write access"),
        ("nobody", "write access"),
        ("carl", "wrote a commit"),
    ],
)
def test_who_may_not_validate_is_told_why_once_whatever_the_way(scene: Scene, who: str, why: str) -> None:
    scene.sandbox.create_user(who)
    scene.sandbox.add_email("carl", "carl@example.org") if who == "carl" else None
    scene.repository.repository.roles.update({"rita": "read", "carl": "write"})
    scene.branch("feature", TAXED)
    scene.clone.git("commit", "--quiet", "--amend", "--no-edit", "--author", "Carl <carl@example.org>")
    scene.push("feature")
    pull = scene.open("Count the tax")
    scene.wait_for_review(pull)
    for _ in range(2):
        said = pull.comment("/validate U1", by=who)
        wait_until(lambda said=said: reactions(said) == ["confused"], "the command is marked")
    wait_for_reply(scene, pull, why)
    pull.press(CHECK, validate_button(pull), by=who)
    if who in ("ada", "carl"):
        pull.tick("g:U1", by=who)
        wait_until(lambda: "- [x]" not in card(scene, pull).body, "the box is cleared")
    settle(scene, pull)
    assert len([reply for reply in replies(scene, pull) if why in reply]) == 1
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")
    assert f"validated by {who}" not in card(scene, pull).body


def test_a_statement_that_was_changed_under_the_tick_asks_to_look_again(scene: Scene) -> None:
    pull = opened(scene)
    before = card(scene, pull).body
    pull.edit(by="ada", title="Cart.total counts the tax of each price, rounded")
    wait_until(lambda: card(scene, pull).body != before, "the card quotes the new title")
    pull.edit_comment(card(scene, pull), before.replace("- [ ]", "- [x]"), by="lea")
    wait_for_reply(scene, pull, "please tick again")
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


def test_a_bare_command_validates_what_its_writer_saw_and_no_more(scene: Scene) -> None:
    pull = opened(scene)
    early = time.monotonic()
    scene.branch("feature", "max(self.prices)", "Only the dearest counts")
    scene.wait_for_review(pull)
    look_at(scene, pull)
    ahead = time.monotonic() - early
    scene.sandbox.clock.move(-ahead)
    said = pull.comment("/validate", by="lea")
    scene.sandbox.clock.move(ahead)
    wait_until(lambda: reactions(said) == ["confused"], "the command is marked")
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


def test_a_button_of_an_older_page_validates_nothing(scene: Scene) -> None:
    pull = opened(scene)
    stale, run = validate_button(pull), pull.check_run(CHECK)
    pull.edit(by="ada", title="Cart.total counts the tax of each price, rounded")
    wait_until(lambda: validate_button(pull) != stale, "the check run shows another button")
    announce_run(
        scene.sandbox.world,
        run,
        "requested_action",
        scene.sandbox.create_user("lea"),
        requested_action={"identifier": stale},
    )
    wait_for_reply(scene, pull, "not what the check run showed")
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


def test_nobody_takes_back_what_another_validated(scene: Scene) -> None:
    pull = opened(scene)
    pull.tick("g:U1", by="lea")
    scene.wait_for_check(pull, NONE_WAITS)
    wait_until(lambda: "v:U1" in card(scene, pull).body, "the card shows the validation")
    pull.tick("v:U1", by="tom")
    wait_for_reply(scene, pull, "You said nothing of U1")
    settle(scene, pull)
    assert NONE_WAITS in (pull.check_run(CHECK).title or "")
    wait_until(lambda: "- [x] U1" in card(scene, pull).body, "the box is as it was")


def test_two_commands_are_done_in_their_order(scene: Scene) -> None:
    pull = opened(scene)
    for text in ("/validate U1", "/undo", "/validate U1", "/undo"):
        pull.comment(text, by="lea")
    settle(scene, pull)
    scene.wait_for_check(pull, ONE_WAITS)


def test_words_behind_a_validation_are_not_passed_over(scene: Scene) -> None:
    pull = opened(scene)
    pull.comment("/validate everything except U1", by="lea")
    wait_for_reply(scene, pull, "Nothing was validated")
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


def test_a_former_member_and_a_bot_validate_nothing(scene: Scene) -> None:
    pull = opened(scene)
    scene.repository.repository.owner.members.discard("lea")
    pull.comment("/validate U1", by="lea")
    wait_for_reply(scene, pull, "write access")
    create_account(scene.sandbox.world, "helper[bot]", AccountKind.BOT)
    scene.repository.repository.roles["helper[bot]"] = "admin"
    pull.comment("/validate U1", by="helper[bot]")
    pull.press(CHECK, validate_button(pull), by="helper[bot]")
    settle(scene, pull)
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


def test_a_card_that_somebody_wrote_over_is_written_again(scene: Scene) -> None:
    pull = opened(scene)
    known = card(scene, pull)
    text = known.body
    pull.edit_comment(known, "LGTM", by="lea")
    wait_until(lambda: known.body == text, "the card reads as it did")


def test_an_edited_card_is_as_it_was_and_validates_nothing(scene: Scene) -> None:
    pull = opened(scene)
    before = card(scene, pull)
    text = before.body
    pull.edit_comment(before, text.replace("- [ ]", "- [x]").replace("Count the tax", "Nothing to see"), by="lea")
    wait_for_reply(scene, pull, "tick again")
    wait_until(lambda: card(scene, pull).body == text, "the card reads as it did")
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


def test_an_edited_command_does_nothing(scene: Scene) -> None:
    pull = opened(scene)
    said = pull.comment("Looks interesting.", by="lea")
    pull.edit_comment(said, "/validate U1", by="lea")
    pull.comment("/help", by="lea")
    wait_for_reply(scene, pull, "/validate U3 U7")
    settle(scene, pull)
    assert ONE_WAITS in (pull.check_run(CHECK).title or "")


def test_a_gate_blocks_until_it_is_validated_or_overridden_by_an_admin(scene: Scene) -> None:
    scene.clone.git("switch", "--quiet", "main")
    scene.clone.commit("A gate", {".github/reviewer.yml": "mode: gate\n"})
    scene.push("main")
    pull = opened(scene)
    assert pull.check_run(CHECK).conclusion == "action_required"
    pull.comment("/override The shop is down", by="lea")
    wait_for_reply(scene, pull, "takes an admin")
    scene.repository.repository.roles["lea"] = "admin"
    pull.comment("/override The shop is down", by="lea")
    run = scene.wait_for_check(pull, "Overridden")
    assert run.conclusion == "success"
    wait_until(lambda: "The shop is down" in card(scene, pull).body, "the card gives the reason")
    scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", f"round({TAXED}, 2)")})
    scene.push("feature")
    assert scene.wait_for_check(pull, ONE_WAITS).conclusion == "action_required"


def test_a_merge_queue_gets_what_the_pull_behind_it_has(scene: Scene) -> None:
    scene.clone.git("switch", "--quiet", "main")
    scene.clone.commit("A gate", {".github/reviewer.yml": "mode: gate\n"})
    scene.push("main")
    pull = opened(scene)
    early = pull.queue_for_merge(by="lea")
    wait_until(lambda: conclusions(scene, early) == ["action_required"], "the gate holds in the merge queue")
    pull.comment("/validate U1", by="lea")
    scene.wait_for_check(pull, NONE_WAITS)
    scene.clone.git("switch", "--quiet", "main")
    scene.clone.commit("Elsewhere", {"other.py": "x = 1\n"})
    scene.push("main")
    later = pull.queue_for_merge(by="lea")
    wait_until(lambda: conclusions(scene, later) == ["success"], "a validated pull passes")


def conclusions(scene: Scene, sha: str) -> list[str | None]:
    return [run.conclusion for run in scene.repository.check_runs(sha)]


def test_who_asked_a_bot_for_the_pull_may_validate_it(scene: Scene) -> None:
    create_account(scene.sandbox.world, "helper[bot]", AccountKind.BOT)
    scene.branch("feature", TAXED)
    pull = scene.repository.open_pull(NewPull("Count the tax", "feature", "helper[bot]"))
    scene.wait_for_review(pull)
    pull.assign("lea", "helper[bot]")
    pull.tick("g:U1", by="lea")
    scene.wait_for_check(pull, NONE_WAITS)
