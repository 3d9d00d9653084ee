"""Where the App serves is what GitHub says now, in whatever order its events come."""

import pytest
from github_scene import Shop
from worker_hands import Hands

from reviewer.model.ids import InstallationId, PullNumber, RepositoryId
from reviewer.model.orders import pull_order
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.work import JobKind, Order


def look(shop: Shop, installation: int | None = None) -> Order:
    number = installation or shop.installation.id
    return Order(JobKind.INSTALLATION, f"installation/{number}", InstallationId(number), {})


def look_at(repository: RepositoryRef) -> Order:
    details: dict[str, str | int | bool | None] = {
        "repository": repository.repository,
        "full_name": repository.full_name,
    }
    key = f"installation/{repository.installation}/repository/{repository.repository}"
    return Order(JobKind.INSTALLATION, key, repository.installation, details)


def review(hands: Hands) -> None:
    hands.do(pull_order(JobKind.ANALYSE, hands.shop.ref()))


def clone_of(shop: Shop, repository: int) -> bool:
    return (shop.folder / "cache" / f"{repository}.git").exists()


def test_an_installation_that_serves_is_caught_up_with(hands: Hands) -> None:
    hands.do(look(hands.shop))
    assert [comment.app for comment in hands.shop.pull.comments()] == [hands.shop.app]


def test_a_suspended_installation_is_served_no_more(hands: Hands) -> None:
    review(hands)
    hands.shop.sandbox.suspend(hands.shop.installation)
    hands.do(look(hands.shop))
    assert not hands.store.is_active(hands.shop.repository)


def test_an_old_suspend_that_comes_after_the_unsuspend_changes_nothing(hands: Hands) -> None:
    hands.shop.sandbox.suspend(hands.shop.installation)
    hands.shop.sandbox.unsuspend(hands.shop.installation)
    hands.do(look(hands.shop), look(hands.shop))
    assert hands.store.is_active(hands.shop.repository)


def test_a_late_created_does_not_bring_a_deleted_installation_back(hands: Hands) -> None:
    repository = hands.shop.repository
    hands.shop.sandbox.uninstall(hands.shop.installation)
    hands.do(look(hands.shop))
    assert not hands.store.is_active(repository)


def test_of_an_installation_that_ended_no_code_is_kept(hands: Hands) -> None:
    hands.do(look(hands.shop))
    number = hands.shop.repository.repository
    assert clone_of(hands.shop, number)
    hands.shop.sandbox.uninstall(hands.shop.installation)
    hands.do(look(hands.shop))
    assert not clone_of(hands.shop, number)


def test_a_repository_that_an_installation_does_not_reach_any_more_is_noticed_without_its_event(hands: Hands) -> None:
    hands.do(look(hands.shop))
    repository = hands.shop.repository
    hands.shop.sandbox.remove_repository(hands.shop.installation, "shop")
    hands.do(look(hands.shop))
    assert (hands.store.is_active(repository), clone_of(hands.shop, repository.repository)) == (False, False)


def test_a_repository_that_was_lost_and_gained_is_served_whichever_event_comes_last(hands: Hands) -> None:
    shop = hands.shop
    shop.sandbox.remove_repository(shop.installation, "shop")
    shop.sandbox.add_repository(shop.installation, "shop")
    hands.do(look_at(shop.repository))
    assert [comment.app for comment in shop.pull.comments()] == [shop.app]


def test_a_repository_that_was_gained_and_lost_is_not_served(hands: Hands) -> None:
    shop, repository = hands.shop, hands.shop.repository
    shop.sandbox.remove_repository(shop.installation, "shop")
    hands.do(look_at(repository))
    assert not hands.store.is_active(repository)


def test_a_renamed_repository_is_kept_under_its_present_name(hands: Hands) -> None:
    former = hands.shop.repository
    hands.shop.desk.rename("store", by="lea")
    hands.do(look_at(former))
    assert [each.full_name for each in hands.store.repositories(former.installation)] == ["acme/store"]


def test_an_archived_repository_is_not_served_and_is_again_when_it_is_back(hands: Hands) -> None:
    shop = hands.shop
    shop.desk.archive(by="lea")
    hands.do(look_at(shop.repository))
    assert not hands.store.is_active(shop.repository)
    shop.desk.unarchive(by="lea")
    hands.do(look_at(shop.repository))
    assert [comment.app for comment in shop.pull.comments()] == [shop.app]


def test_an_archived_repository_is_left_out_of_a_backfill(hands: Hands) -> None:
    hands.shop.desk.archive(by="lea")
    hands.do(look(hands.shop))
    assert (hands.shop.pull.comments(), hands.store.failed_orders()) == ([], [])


def test_a_transferred_repository_is_lost_where_it_left(hands: Hands) -> None:
    shop, repository = hands.shop, hands.shop.repository
    shop.sandbox.create_organisation("umbrella", members=["lea"])
    shop.desk.transfer("umbrella", by="lea")
    hands.do(look_at(repository))
    assert not hands.store.is_active(repository)


def test_a_transferred_repository_is_served_where_it_came_to(hands: Hands) -> None:
    shop, repository = hands.shop, hands.shop.repository
    shop.sandbox.create_organisation("umbrella", members=["lea"])
    gaining = shop.sandbox.install_app(shop.app, "umbrella")
    shop.desk.transfer("umbrella", by="lea")
    gained = RepositoryRef(InstallationId(gaining.id), repository.repository, "umbrella/shop")
    hands.do(look_at(gained), look_at(repository))
    assert hands.store.is_active(gained)
    assert [comment.app for comment in shop.pull.comments()] == [shop.app]


@pytest.mark.parametrize("kind", [JobKind.ANALYSE, JobKind.CLOSE, JobKind.BACKFILL, JobKind.CHECK])
def test_an_event_of_an_installation_that_github_does_not_know_ends_at_once(hands: Hands, kind: JobKind) -> None:
    stranger = RepositoryRef(InstallationId(999_999), RepositoryId(1), "acme/shop")
    order = pull_order(kind, PullRef(stranger, PullNumber(1)))
    details = {**order.details, "head": "a" * 40}
    assert hands.ending(Order(kind, order.key, order.installation, details)) == "gone"


@pytest.mark.parametrize("kind", [JobKind.ANALYSE, JobKind.PUBLISH, JobKind.CHECK])
@pytest.mark.parametrize("change", ["suspend", "uninstall"])
def test_an_installation_that_ends_during_the_work_ends_it(hands: Hands, kind: JobKind, change: str) -> None:
    """Before the event that tells of it: the store still takes the installation for active."""
    shop, ref = hands.shop, hands.shop.ref()
    hands.store.order([pull_order(JobKind.ANALYSE, ref)])
    hands.step(JobKind.ANALYSE)
    getattr(shop.sandbox, change)(shop.installation)
    order = hands.order_of(kind) or pull_order(kind, ref)
    assert hands.ending(order) == "gone"
    assert (shop.pull.comments(), hands.all_runs()) == ([], [])
