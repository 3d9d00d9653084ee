"""Pull requests as JSON: in lists, alone, and as small as check runs mention them."""

from reviewer.sandbox.git.bare import commits, merge_base
from reviewer.sandbox.git.changes import changed_files
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json, node_id
from reviewer.sandbox.shapes.repository import repository_json, repository_url
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.clock import stamp
from reviewer.sandbox.state.repositories import Label, Pull, Repository
from reviewer.sandbox.state.world import World


def association(repository: Repository, author: Account) -> str:
    """Return how an author stands to a repository, in GitHub's word."""
    if author is repository.owner:
        return "OWNER"
    if author.login in repository.owner.members:
        return "MEMBER"
    return "COLLABORATOR" if author.login in repository.roles else "NONE"


def label_json(world: World, repository: Repository, label: Label) -> Json:
    """Return the shape of a label."""
    return {
        "id": label.id,
        "node_id": node_id("LA", label.id),
        "url": f"{repository_url(world, repository)}/labels/{label.name}",
        "name": label.name,
        "description": "",
        "color": "ededed",
        "default": False,
    }


def _side(world: World, repository: Repository | None, owner: Account, tip: tuple[str, str]) -> Json:
    ref, sha = tip
    return {
        "label": f"{owner.login}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": account_json(world, owner),
        "repo": repository_json(world, repository) if repository else None,
    }


def _addresses(world: World, repository: Repository, pull: Pull) -> Json:
    api, web = repository_url(world, repository), f"{world.url}/{repository.full_name}/pull/{pull.number}"
    own, issue = f"{api}/pulls/{pull.number}", f"{api}/issues/{pull.number}"
    plain = {
        "html": web,
        "issue": issue,
        "comments": f"{issue}/comments",
        "review_comments": f"{own}/comments",
        "review_comment": f"{api}/pulls/comments{{/number}}",
        "commits": f"{own}/commits",
        "statuses": f"{api}/statuses/{pull.head_sha}",
    }
    return {
        "url": own,
        "diff_url": f"{web}.diff",
        "patch_url": f"{web}.patch",
        **{f"{name}_url": address for name, address in plain.items()},
        "_links": {name: {"href": address} for name, address in {"self": own, **plain}.items()},
    }


def pull_in_list_json(world: World, repository: Repository, pull: Pull) -> Json:
    """Return the `pull-request-simple` shape."""
    return {
        **_addresses(world, repository, pull),
        "id": pull.id,
        "node_id": node_id("PR", pull.id),
        "number": pull.number,
        "state": pull.state,
        "locked": pull.is_locked,
        "active_lock_reason": None,
        "title": pull.title,
        "body": pull.body,
        "draft": pull.is_draft,
        "user": account_json(world, pull.author),
        "author_association": association(repository, pull.author),
        "labels": [label_json(world, repository, label) for label in pull.labels],
        "requested_reviewers": [account_json(world, one) for one in pull.reviewers],
        "requested_teams": list[Json](),
        "assignee": account_json(world, pull.assignees[0]) if pull.assignees else None,
        "assignees": [account_json(world, one) for one in pull.assignees],
        "milestone": None,
        "auto_merge": None,
        "merge_commit_sha": pull.merge_sha,
        "head": _side(world, pull.head_repository, pull.head_owner, (pull.head_ref, pull.head_sha)),
        "base": _side(world, repository, repository.owner, (pull.base_ref, pull.base_sha)),
        "created_at": stamp(pull.created_at),
        "updated_at": stamp(pull.updated_at),
        "closed_at": stamp(pull.closed_at) if pull.closed_at else None,
        "merged_at": stamp(pull.merged_at) if pull.merged_at else None,
    }


def pull_json(world: World, repository: Repository, pull: Pull) -> Json:
    """Return the `pull-request` shape, with the numbers git gives."""
    since = merge_base(repository.git_dir, pull.base_sha, pull.head_sha)
    files = changed_files(repository.git_dir, since, pull.head_sha)
    is_open = pull.state == "open"
    return {
        **pull_in_list_json(world, repository, pull),
        "merged": pull.merged_at is not None,
        "merged_by": account_json(world, pull.merged_by) if pull.merged_by else None,
        "mergeable": True if is_open else None,
        "mergeable_state": "clean" if is_open else "unknown",
        "rebaseable": True if is_open else None,
        "maintainer_can_modify": False,
        "comments": sum(comment.number == pull.number for comment in repository.comments.values()),
        "review_comments": 0,
        "commits": len(commits(repository.git_dir, since, pull.head_sha)),
        "additions": sum(file.additions for file in files),
        "deletions": sum(file.deletions for file in files),
        "changed_files": len(files),
    }


def minimal_pull_json(world: World, repository: Repository, pull: Pull) -> Json:
    """Return the `pull-request-minimal` shape that check runs and suites carry."""
    repo: Json = {"id": repository.id, "url": repository_url(world, repository), "name": repository.name}
    return {
        "id": pull.id,
        "number": pull.number,
        "url": f"{repository_url(world, repository)}/pulls/{pull.number}",
        "head": {"ref": pull.head_ref, "sha": pull.head_sha, "repo": repo},
        "base": {"ref": pull.base_ref, "sha": pull.base_sha, "repo": repo},
    }
