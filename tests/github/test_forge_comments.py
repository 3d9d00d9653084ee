"""One sticky comment on a pull, whatever happens to the calls that write it."""

import pytest
from github_scene import Shop

from reviewer.errors import TellOperator, TryAgain
from reviewer.model.ids import CommentId
from reviewer.sandbox.faults import Fault, Moment

FIRST = "<!-- reviewer:sticky v1 -->\n3 of 41 units need you"
SECOND = "<!-- reviewer:sticky v1 -->\n2 of 41 units need you"
COMMENTS = "/issues/[0-9]+/comments$"


def bodies(shop: Shop) -> list[str]:
    return [comment.body for comment in shop.pull.comments()]


def test_a_first_comment_is_made(shop: Shop) -> None:
    made = shop.forge.write_comment(shop.ref(), FIRST, None)
    assert [(comment.id, comment.body) for comment in shop.pull.comments()] == [(made, FIRST)]


def test_a_known_comment_is_edited_in_place(shop: Shop) -> None:
    made = shop.forge.write_comment(shop.ref(), FIRST, None)
    assert (shop.forge.write_comment(shop.ref(), SECOND, made), bodies(shop)) == (made, [SECOND])


def test_a_comment_whose_id_is_lost_is_found_again(shop: Shop) -> None:
    made = shop.forge.write_comment(shop.ref(), FIRST, None)
    assert (shop.forge.write_comment(shop.ref(), SECOND, None), bodies(shop)) == (made, [SECOND])


def test_a_comment_that_a_person_deleted_is_made_anew(shop: Shop) -> None:
    made = shop.forge.write_comment(shop.ref(), FIRST, None)
    shop.pull.edit_comment(shop.pull.comments()[0], FIRST, by="lea")
    shop.pull.delete_comment(shop.pull.comments()[0], by="lea")
    again = shop.forge.write_comment(shop.ref(), SECOND, made)
    assert (again != made, bodies(shop)) == (True, [SECOND])


def test_a_pasted_marker_is_never_edited(shop: Shop) -> None:
    shop.pull.comment(FIRST, by="tom")
    shop.forge.write_comment(shop.ref(), SECOND, None)
    assert bodies(shop) == [FIRST, SECOND]


def test_our_comment_is_found_behind_a_hundred_others(shop: Shop) -> None:
    for number in range(100):
        shop.pull.comment(f"remark {number}", by="tom")
    made = shop.forge.write_comment(shop.ref(), FIRST, None)
    assert (shop.forge.write_comment(shop.ref(), SECOND, None), len(bodies(shop))) == (made, 101)


def test_a_comment_that_reads_so_already_is_not_written(shop: Shop) -> None:
    shop.forge.write_comment(shop.ref(), FIRST, None)
    fault = shop.sandbox.faults.add(Fault("PATCH", "/comments/", status=500))
    shop.forge.write_comment(shop.ref(), FIRST, None)
    assert fault.times == 1


@pytest.mark.parametrize("is_cut", [False, True], ids=["502", "connection cut"])
def test_a_create_that_failed_after_it_was_done_leaves_one_comment(shop: Shop, *, is_cut: bool) -> None:
    fault = Fault("POST", COMMENTS, 1, status=0 if is_cut else 502, moment=Moment.AFTER, is_cut=is_cut)
    shop.sandbox.faults.add(fault)
    with pytest.raises(TryAgain):
        shop.forge.write_comment(shop.ref(), FIRST, None)
    shop.forge.write_comment(shop.ref(), SECOND, None)
    assert bodies(shop) == [SECOND]


def test_a_create_is_not_repeated_by_itself(shop: Shop) -> None:
    fault = shop.sandbox.faults.add(Fault("POST", COMMENTS, 9, 502, Moment.AFTER))
    with pytest.raises(TryAgain):
        shop.forge.write_comment(shop.ref(), FIRST, None)
    assert (fault.times, len(bodies(shop))) == (8, 1)


def test_an_edit_is_repeated_by_itself(shop: Shop) -> None:
    made = shop.forge.write_comment(shop.ref(), FIRST, None)
    shop.sandbox.faults.add(Fault("PATCH", "/comments/", 2, 502, Moment.AFTER))
    shop.forge.write_comment(shop.ref(), SECOND, made)
    assert bodies(shop) == [SECOND]


def test_a_comment_needs_no_permission_on_issues(shop: Shop) -> None:
    shop.installation.permissions = {"metadata": "read", "pull_requests": "write"}
    shop.forge.write_comment(shop.ref(), FIRST, None)
    assert bodies(shop) == [FIRST]


def test_a_missing_permission_is_named_and_is_no_reason_to_comment_twice(shop: Shop) -> None:
    shop.installation.permissions = {"metadata": "read", "pull_requests": "read"}
    with pytest.raises(TellOperator, match="needs `pull_requests: write`"):
        shop.forge.write_comment(shop.ref(), FIRST, CommentId(1))


@pytest.mark.parametrize("body", ["no marker", "<!-- reviewer:sticky v1 -->" + "x" * 65_536])
def test_a_body_that_github_or_we_could_not_take_is_a_bug(shop: Shop, body: str) -> None:
    with pytest.raises(ValueError, match="not a sticky comment of at most 65536 characters"):
        shop.forge.write_comment(shop.ref(), body, None)
