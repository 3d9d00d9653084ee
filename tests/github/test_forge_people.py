"""What a person is to a pull, and what we say to people, over real HTTP."""

from github_scene import Shop

from reviewer.model.acts import AccountId, Person, Reaction
from reviewer.model.ids import CommentId
from reviewer.sandbox.acts.accounts import create_account
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.state.accounts import AccountKind


def person(shop: Shop, login: str) -> Person:
    return Person(AccountId(shop.sandbox.create_user(login).id), login)


def test_a_member_may_write_and_is_nothing_else(shop: Shop) -> None:
    rights = shop.forge.rights(shop.ref(), person(shop, "tom"))
    assert rights.may_write
    assert {rights.is_author, rights.wrote_commits, rights.is_bot, rights.asked_for_it} == {False}


def test_a_stranger_and_an_unknown_account_may_not_write(shop: Shop) -> None:
    assert not shop.forge.rights(shop.ref(), person(shop, "stranger")).may_write
    assert not shop.forge.rights(shop.ref(), Person(AccountId(999_999), "ghost-of-nobody")).may_write


def test_a_login_that_is_another_accounts_by_now_gives_nothing(shop: Shop) -> None:
    assert not shop.forge.rights(shop.ref(), Person(AccountId(999_999), "tom")).may_write


def test_the_author_and_who_wrote_a_commit_are_told(shop: Shop) -> None:
    assert shop.forge.rights(shop.ref(), person(shop, "lea")).is_author
    shop.sandbox.add_email("tom", "lea@example.com")
    assert shop.forge.rights(shop.ref(), person(shop, "tom")).wrote_commits


def merged(shop: Shop, *, evil: bool = False, what: str = "main") -> None:
    """Have Tom merge a branch into the pull's, perhaps with something of his own in it, and review the pull."""
    shop.sandbox.add_email("tom", "tom@example.com")
    shop.clone.git("checkout", "--quiet", "main")
    if what != "main":
        shop.clone.branch(what)
    shop.clone.commit("More", {"other.py": "x = 1\n"})
    if what == "main":
        shop.desk.push("main", source=shop.clone.folder, by="lea")
    shop.clone.git("checkout", "--quiet", "retry")
    shop.clone.git("-c", "user.email=tom@example.com", "merge", "--quiet", "--no-edit", what)
    if evil:
        (shop.clone.folder / "pay.py").write_text("def pay():\n    return 3\n")
        shop.clone.git("-c", "user.email=tom@example.com", "commit", "--quiet", "--all", "--amend", "--no-edit")
    assert "tom@example.com" in shop.clone.git("log", "-1", "--format=%ce %P")
    shop.desk.push("retry", source=shop.clone.folder, by="tom")
    shop.forge.fetch_pull(shop.ref())


def test_a_plain_merge_of_the_base_makes_nobody_an_author(shop: Shop) -> None:
    merged(shop)
    assert not shop.forge.rights(shop.ref(), person(shop, "tom")).wrote_commits


def test_a_merge_with_something_in_it_makes_an_author(shop: Shop) -> None:
    merged(shop, evil=True)
    assert shop.forge.rights(shop.ref(), person(shop, "tom")).wrote_commits


def test_a_merge_of_something_that_the_base_does_not_have_makes_an_author(shop: Shop) -> None:
    merged(shop, what="private")
    assert shop.forge.rights(shop.ref(), person(shop, "tom")).wrote_commits


def test_a_merge_that_cannot_be_looked_at_makes_an_author(shop: Shop) -> None:
    merged(shop)
    shop.forge.forget(shop.repository)
    assert shop.forge.rights(shop.ref(), person(shop, "tom")).wrote_commits


def test_a_bot_that_is_assigned_with_a_person_works_for_that_person(shop: Shop) -> None:
    create_account(shop.sandbox.world, "helper[bot]", AccountKind.BOT)
    shop.clone.branch("bots")
    shop.clone.commit("Bots", {"bot.py": "x = 1\n"})
    shop.desk.push("bots", source=shop.clone.folder, by="lea")
    pull = shop.desk.open_pull(NewPull("Bots", head="bots", author="helper[bot]"))
    pull.assign("helper[bot]", "tom")
    assert shop.forge.rights(shop.ref(pull), person(shop, "tom")).asked_for_it
    assert not shop.forge.rights(shop.ref(pull), person(shop, "lea")).asked_for_it


def test_a_bot_is_told_as_one(shop: Shop) -> None:
    bot = create_account(shop.sandbox.world, "helper[bot]", AccountKind.BOT)
    shop.desk.repository.roles["helper[bot]"] = "admin"
    rights = shop.forge.rights(shop.ref(), Person(AccountId(bot.id), "helper[bot]"))
    assert (rights.is_bot, rights.may_write) == (True, True)


def test_a_reaction_is_put_once(shop: Shop) -> None:
    said = shop.pull.comment("/validate", by="tom")
    for _ in range(2):
        shop.forge.react(shop.repository, CommentId(said.id), Reaction.DONE)
    assert [reaction.content for reaction in said.reactions] == ["+1"]


def test_a_reply_is_written_once_for_its_mark(shop: Shop) -> None:
    for body in ("<!-- m1 -->\nNo.", "<!-- m1 -->\nNo.", "<!-- m2 -->\nNo."):
        shop.forge.reply(shop.ref(), body)
    assert [comment.body for comment in shop.pull.comments()] == ["<!-- m1 -->\nNo.", "<!-- m2 -->\nNo."]


def test_a_person_who_pastes_the_mark_does_not_keep_us_silent(shop: Shop) -> None:
    shop.pull.comment("<!-- m1 -->\nNo.", by="tom")
    shop.forge.reply(shop.ref(), "<!-- m1 -->\nYes.")
    assert [comment.body for comment in shop.pull.comments()][-1] == "<!-- m1 -->\nYes."
