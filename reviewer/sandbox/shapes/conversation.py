"""Issues, comments, reactions and reviews as JSON."""

from collections import Counter

from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json, app_json, node_id
from reviewer.sandbox.shapes.pull import association, label_json
from reviewer.sandbox.shapes.repository import repository_url
from reviewer.sandbox.state.clock import stamp
from reviewer.sandbox.state.repositories import Comment, Issue, Pull, Reaction, Repository, Review
from reviewer.sandbox.state.world import World

REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")


def issue_json(world: World, repository: Repository, item: Pull | Issue) -> Json:
    """Return the `issue` shape of an issue, or of a pull request: on GitHub every pull request is an issue too."""
    api, web = repository_url(world, repository), f"{world.url}/{repository.full_name}"
    own = f"{api}/issues/{item.number}"
    shape: Json = {
        "id": item.id,
        "node_id": node_id("I", item.id),
        "number": item.number,
        "title": item.title,
        "body": item.body,
        "state": item.state,
        "state_reason": None,
        "locked": item.is_locked,
        "active_lock_reason": None,
        "user": account_json(world, item.author),
        "author_association": association(repository, item.author),
        "labels": [label_json(world, repository, label) for label in item.labels],
        "assignee": None,
        "assignees": list[Json](),
        "milestone": None,
        "comments": sum(comment.number == item.number for comment in repository.comments.values()),
        "created_at": stamp(item.created_at),
        "updated_at": stamp(item.updated_at),
        "closed_at": stamp(item.closed_at) if item.closed_at else None,
        "url": own,
        "repository_url": api,
        "labels_url": f"{own}/labels{{/name}}",
        "comments_url": f"{own}/comments",
        "events_url": f"{own}/events",
        "timeline_url": f"{own}/timeline",
        "html_url": f"{web}/issues/{item.number}",
        "performed_via_github_app": None,
        "reactions": _tally(own, []),
    }
    return shape if isinstance(item, Issue) else {**shape, **_as_pull(api, web, item)}


def _as_pull(api: str, web: str, pull: Pull) -> Json:
    """Return what the `issue` shape of a pull request says beyond that of an issue."""
    page = f"{web}/pull/{pull.number}"
    return {
        "draft": pull.is_draft,
        "html_url": page,
        "pull_request": {
            "url": f"{api}/pulls/{pull.number}",
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "merged_at": stamp(pull.merged_at) if pull.merged_at else None,
        },
    }


def comment_json(world: World, repository: Repository, comment: Comment) -> Json:
    """Return the `issue-comment` shape."""
    kind = "pull" if comment.number in repository.pulls else "issues"
    api, web = repository_url(world, repository), f"{world.url}/{repository.full_name}/{kind}/{comment.number}"
    own = f"{api}/issues/comments/{comment.id}"
    return {
        "id": comment.id,
        "node_id": node_id("IC", comment.id),
        "url": own,
        "html_url": f"{web}#issuecomment-{comment.id}",
        "issue_url": f"{api}/issues/{comment.number}",
        "user": account_json(world, comment.author),
        "author_association": association(repository, comment.author),
        "body": comment.body,
        "created_at": stamp(comment.created_at),
        "updated_at": stamp(comment.updated_at),
        "reactions": _tally(own, comment.reactions),
        "performed_via_github_app": app_json(world, comment.app) if comment.app else None,
    }


def _tally(own: str, reactions: list[Reaction]) -> Json:
    counts = Counter(reaction.content for reaction in reactions)
    return {
        "url": f"{own}/reactions",
        "total_count": len(reactions),
        **{content: counts[content] for content in REACTIONS},
    }


def reaction_json(world: World, reaction: Reaction) -> Json:
    """Return the `reaction` shape."""
    return {
        "id": reaction.id,
        "node_id": node_id("REA", reaction.id),
        "user": account_json(world, reaction.author),
        "content": reaction.content,
        "created_at": stamp(reaction.created_at),
    }


def review_json(world: World, repository: Repository, pull: Pull, review: Review) -> Json:
    """Return the shape of a review as webhooks carry it."""
    page = f"{world.url}/{repository.full_name}/pull/{pull.number}#pullrequestreview-{review.id}"
    api = f"{repository_url(world, repository)}/pulls/{pull.number}"
    return {
        "id": review.id,
        "node_id": node_id("PRR", review.id),
        "user": account_json(world, review.author),
        "author_association": association(repository, review.author),
        "body": review.body,
        "state": review.state,
        "commit_id": review.commit_id,
        "submitted_at": stamp(review.submitted_at),
        "updated_at": stamp(review.submitted_at),
        "html_url": page,
        "pull_request_url": api,
        "_links": {"html": {"href": page}, "pull_request": {"href": api}},
    }


def listed_review_json(world: World, repository: Repository, pull: Pull, review: Review) -> Json:
    """Return the `pull-request-review` shape, in which the REST API lists a review: its state is in capitals."""
    told = review_json(world, repository, pull, review)
    return {key: value for key, value in told.items() if key != "updated_at"} | {"state": review.state.upper()}
