"""What the forge reads of a pull, over real HTTP and real git."""

import json

import pytest
from contract.openapi import Contract
from github_scene import Shop

from reviewer.errors import Gone, TellOperator
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha
from reviewer.model.pulls import Issue, IssueState, Listing, PullRef, PullState, RepositoryRef
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.pull import PullDesk


def test_a_pull_is_read_whole(shop: Shop) -> None:
    shop.pull.label("payments", by="lea")
    read = shop.forge.fetch_pull(shop.ref())
    assert (
        read.prose.title,
        read.prose.body,
        read.prose.labels,
        [(commit.message, commit.author) for commit in read.prose.commits],
        [(file.path, file.before and file.before.content, file.after and file.after.content) for file in read.files],
        read.policy_text,
        read.notes,
    ) == (
        "Retry failed charges",
        "Closes nothing yet.",
        ("payments",),
        [("Retry twice\n\nBanks time out.", "Lea")],
        [("pay.py", b"def pay():\n    return 1\n", b"def pay():\n    return 2\n")],
        "mode: advisory\n",
        (),
    )


def test_the_past_of_its_files_is_read_up_to_the_merge_base(shop: Shop) -> None:
    history = shop.forge.fetch_pull(shop.ref()).history
    assert history is not None
    assert (history.commits, history.files["pay.py"].changes, history.unknown) == (1, 1, ())


def test_the_state_is_that_of_the_commits_that_were_read(shop: Shop) -> None:
    read = shop.forge.fetch_pull(shop.ref())
    assert read.state is not None
    assert (read.state.head, read.state.base) == (read.head, read.base) == (shop.pull.head_sha, read.merge_base)


def test_how_a_pull_stands_costs_one_read(shop: Shop) -> None:
    state = shop.forge.read_state(shop.ref())
    assert state == PullState(
        head=Sha(shop.pull.head_sha),
        base=Sha(shop.clone.git("rev-parse", "main")),
        is_open=True,
        is_draft=False,
        is_fork=False,
        author="lea",
        is_bot=False,
        base_branch="main",
        listing=Listing("Retry failed charges", (), "retry", state.listing.opened_at if state.listing else 0.0),
    )


def test_a_draft_is_a_draft(shop: Shop) -> None:
    shop.pull.convert_to_draft(by="lea")
    assert shop.forge.read_state(shop.ref()).is_draft


def test_a_closed_pull_is_read_although_its_branches_are_gone(shop: Shop) -> None:
    shop.pull.close(by="lea")
    shop.desk.delete_branch("retry", by="lea")
    read = shop.forge.fetch_pull(shop.ref())
    assert (read.state and read.state.is_open, [file.path for file in read.files]) == (False, ["pay.py"])


def test_a_fork_is_read_through_the_base_repository(shop: Shop) -> None:
    pull = open_from_fork(shop)
    read = shop.forge.fetch_pull(shop.ref(pull))
    assert (read.state and read.state.is_fork, [file.path for file in read.files]) == (True, ["gift.py"])


def test_a_deleted_fork_is_still_read(shop: Shop, judge: Contract | str) -> None:
    pull = open_from_fork(shop)
    shop.sandbox.delete_repository("mallory/shop", by="mallory")
    read = shop.forge.fetch_pull(shop.ref(pull))
    forgive_null_repository(judge)
    assert (read.state and read.state.is_fork, [file.path for file in read.files]) == (True, ["gift.py"])


def forgive_null_repository(judge: Contract | str) -> None:
    """GitHub does send `head.repo: null` for a deleted fork, whatever its description says."""
    if not isinstance(judge, str):
        judge.violations[:] = [one for one in judge.violations if "/head/repo: null" not in one]


def open_from_fork(shop: Shop) -> PullDesk:
    shop.sandbox.create_user("mallory")
    fork = shop.desk.fork("mallory")
    shop.clone.branch("gift")
    shop.clone.commit("A gift", {"gift.py": "print('hello')\n"})
    fork.push("gift", source=shop.clone.folder, by="mallory")
    return shop.desk.open_pull(NewPull("A gift", head="gift", author="mallory", fork="mallory/shop"))


def test_the_policy_of_the_head_is_never_read(shop: Shop) -> None:
    pull = shop.open("loose", {".github/reviewer.yml": "muted: true\n"})
    assert shop.forge.fetch_pull(shop.ref(pull)).policy_text == "mode: advisory\n"


def test_the_policy_is_the_default_branchs_also_where_the_base_is_another(shop: Shop) -> None:
    shop.clone.branch("release")
    shop.clone.commit("Loosen", {".github/reviewer.yml": "muted: true\n"})
    shop.desk.push("release", source=shop.clone.folder, by="lea")
    shop.clone.branch("fix", "release")
    shop.clone.commit("Fix", {"pay.py": "def pay():\n    return 3\n"})
    shop.desk.push("fix", source=shop.clone.folder, by="lea")
    pull = shop.desk.open_pull(NewPull("Fix", head="fix", base="release", author="lea"))
    read = shop.forge.fetch_pull(shop.ref(pull))
    assert (read.policy_text, [file.path for file in read.files]) == ("mode: advisory\n", ["pay.py"])


def test_a_force_push_is_read_at_its_new_head(shop: Shop) -> None:
    shop.forge.fetch_pull(shop.ref())
    shop.clone.branch("retry")
    sha = shop.clone.commit("Retry thrice", {"pay.py": "def pay():\n    return 3\n"})
    shop.desk.push("retry", source=shop.clone.folder, by="lea")
    read = shop.forge.fetch_pull(shop.ref())
    assert (read.head, [commit.message for commit in read.prose.commits]) == (sha, ["Retry thrice"])


def test_issues_that_a_pull_closes_are_read(shop: Shop) -> None:
    issue = shop.desk.open_issue("Backoff", by="lea", body="Double declines.")
    shop.pull.edit(by="lea", body=f"Closes #{issue.number}")
    assert shop.forge.fetch_pull(shop.ref()).prose.issues == (Issue(f"#{issue.number}", "Backoff", "Double declines."),)


def test_an_issue_that_a_commit_closes_is_read(shop: Shop) -> None:
    issue = shop.desk.open_issue("Backoff", by="lea", body="Double declines.")
    other = shop.open("other", {"b.py": "b = 1\n"}, title=f"Back off\n\nFixes #{issue.number}")
    other.edit(by="lea", body="Nothing closed here.")
    assert [each.title for each in shop.forge.fetch_pull(shop.ref(other)).prose.issues] == ["Backoff"]


def test_a_pull_that_a_pull_claims_to_close_is_no_issue(shop: Shop) -> None:
    other = shop.open("other", {"b.py": "b = 1\n"}, title="Backoff", body="Double declines.")
    shop.pull.edit(by="lea", body=f"Closes #{other.number}")
    assert [issue.state for issue in shop.forge.fetch_pull(shop.ref()).prose.issues] == [IssueState.PULL]


def test_an_issue_that_is_not_there_is_a_note(shop: Shop) -> None:
    shop.pull.edit(by="lea", body="Closes #99")
    read = shop.forge.fetch_pull(shop.ref())
    note = "The issue #99 was not read: there is none, it was deleted, or issues are switched off."
    assert (read.prose.issues, read.notes) == ((Issue("#99", "", "", IssueState.ABSENT),), (note,))


def test_an_issue_of_another_repository_is_not_read(shop: Shop) -> None:
    shop.pull.edit(by="lea", body="Closes acme/secret#1")
    assert shop.forge.fetch_pull(shop.ref()).notes == (
        "The issue acme/secret#1 was not read: it is in another repository.",
    )


def test_a_sixth_issue_is_a_note(shop: Shop) -> None:
    shop.pull.edit(by="lea", body=" ".join(f"closes #{number}" for number in range(90, 96)))
    notes = shop.forge.fetch_pull(shop.ref()).notes
    assert notes[0] == "The issue #95 was not read: only the first 5 are."


def test_open_pulls_are_listed_oldest_first(shop: Shop) -> None:
    second, third = shop.open("b", {"b.py": "b = 1\n"}), shop.open("c", {"c.py": "c = 1\n"})
    second.close(by="lea")
    assert shop.forge.open_pulls(shop.repository) == (shop.ref(), shop.ref(third))


def test_reachable_repositories_are_listed_by_id(shop: Shop) -> None:
    second = shop.sandbox.create_repository("acme", "attic", source=shop.clone.folder)
    reached = shop.forge.repositories(shop.repository.installation)
    assert reached == (shop.reference(shop.desk), shop.reference(second))


def test_a_pull_that_is_not_there_is_gone(shop: Shop) -> None:
    with pytest.raises(Gone, match="read acme/shop#99: GitHub answered 404"):
        shop.forge.read_state(PullRef(shop.repository, PullNumber(99)))


def test_a_deleted_repository_is_gone(shop: Shop) -> None:
    ref = shop.ref()
    shop.sandbox.delete_repository("acme/shop", by="lea")
    with pytest.raises(Gone):
        shop.forge.fetch_pull(ref)


def test_a_repository_that_took_over_the_name_is_not_ours(shop: Shop) -> None:
    stale = RepositoryRef(shop.repository.installation, RepositoryId(1), "acme/shop")
    with pytest.raises(Gone, match="another repository now"):
        shop.forge.read_state(PullRef(stale, PullNumber(shop.pull.number)))


def test_pulls_of_a_repository_that_took_over_the_name_are_not_listed(shop: Shop) -> None:
    stale = RepositoryRef(shop.repository.installation, RepositoryId(1), "acme/shop")
    assert shop.forge.open_pulls(stale) == ()


def test_an_installation_that_ended_is_gone(shop: Shop) -> None:
    ref = shop.ref()
    shop.sandbox.uninstall(shop.installation)
    with pytest.raises(Gone, match="get a token for installation"):
        shop.forge.read_state(ref)


def test_a_suspended_installation_is_gone(shop: Shop) -> None:
    shop.sandbox.suspend(shop.installation)
    with pytest.raises(Gone, match="suspended"):
        shop.forge.read_state(shop.ref())


def test_an_unknown_installation_is_gone(shop: Shop) -> None:
    with pytest.raises(Gone):
        shop.forge.repositories(InstallationId(999_999))


def test_links_cost_nothing(shop: Shop) -> None:
    state = shop.forge.read_state(shop.ref())
    shop.sandbox.uninstall(shop.installation)
    links = shop.new_forge().links(shop.ref(), state.head)
    assert (links.base_url, links.full_name, links.number, links.head) == (
        shop.sandbox.url, "acme/shop", shop.pull.number, state.head,
    )  # fmt: skip


def test_a_permission_that_is_missing_is_named_to_the_operator(shop: Shop) -> None:
    shop.installation.permissions = {"metadata": "read", "contents": "read"}
    with pytest.raises(TellOperator, match=r"needs `pull_requests: read`: grant it at .*/apps/reviewer"):
        shop.forge.read_state(shop.ref())


def test_a_missing_issues_permission_is_a_note(shop: Shop) -> None:
    shop.pull.edit(by="lea", body="Closes #99")
    shop.installation.permissions = {"metadata": "read", "contents": "read", "pull_requests": "write"}
    read = shop.forge.fetch_pull(shop.ref())
    assert "The App needs `issues: read`" in json.dumps(read.notes)
