"""Open, change and close pull requests."""

from dataclasses import dataclass

from reviewer.sandbox.git.bare import bring, commit_sha, set_ref
from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json
from reviewer.sandbox.shapes.conversation import review_json
from reviewer.sandbox.shapes.pull import label_json, pull_in_list_json, pull_json
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.repositories import Label, Pull, Repository, Review
from reviewer.sandbox.state.world import NotThere, World


@dataclass(frozen=True, slots=True)
class NewPull:
    """A pull request to be opened. `fork` is the full name of the repository the head branch is in, when another."""

    title: str
    head: str
    author: str
    body: str | None = None
    base: str = "main"
    is_draft: bool = False
    fork: str | None = None


def open_pull(world: World, repository: Repository, new: NewPull) -> Pull:
    """Open a pull request and announce it; raises NotThere when a branch is missing."""
    with world.lock:
        head_repository = world.repository(*new.fork.split("/")) if new.fork else repository
        number = repository.next_number()
        now = world.clock.now()
        pull = Pull(
            id=world.new_id(),
            number=number,
            title=new.title,
            body=new.body,
            author=world.account(new.author),
            head_repository=head_repository,
            head_owner=head_repository.owner,
            head_ref=new.head,
            head_sha=tip(head_repository, new.head),
            base_ref=new.base,
            base_sha=tip(repository, new.base),
            created_at=now,
            updated_at=now,
            is_draft=new.is_draft,
        )
        keep_head(repository, pull)
        repository.pulls[number] = pull
        announce_pull(world, repository, pull, "opened", pull.author)
        return pull


def tip(repository: Repository, branch: str) -> str:
    """Return the sha a branch points to; raises NotThere."""
    sha = commit_sha(repository.git_dir, f"refs/heads/{branch}")
    if sha is None:
        message = f"{repository.full_name} has no branch {branch!r}: push it first"
        raise NotThere(message)
    return sha


def keep_head(repository: Repository, pull: Pull) -> None:
    """Point refs/pull/N/head of the base repository at the pull's head, wherever that lives."""
    ref = f"refs/pull/{pull.number}/head"
    if pull.head_repository is not None and pull.head_repository is not repository:
        bring(repository.git_dir, pull.head_repository.git_dir, f"+refs/heads/{pull.head_ref}:{ref}")
    else:
        set_ref(repository.git_dir, ref, pull.head_sha)


def announce_pull(
    world: World, repository: Repository, pull: Pull, action: str, sender: Account, **more: object
) -> None:
    """Announce a `pull_request` event."""
    pull.updated_at = world.clock.now()
    fields: Json = {"number": pull.number, "pull_request": pull_json(world, repository, pull), **more}
    announce(world, Event("pull_request", action, repository, sender, fields))


def edit_pull(world: World, repository: Repository, pull: Pull, sender: Account, wanted: dict[str, str]) -> None:
    """Change the title, the body or the base branch ("title", "body", "base"), and announce what it was before."""
    with world.lock:
        changes: Json = {}
        if "title" in wanted and wanted["title"] != pull.title:
            changes["title"] = {"from": pull.title}
            pull.title = wanted["title"]
        if "body" in wanted and wanted["body"] != pull.body:
            changes["body"] = {"from": pull.body or ""}
            pull.body = wanted["body"]
        if "base" in wanted and wanted["base"] != pull.base_ref:
            changes["base"] = {"ref": {"from": pull.base_ref}, "sha": {"from": pull.base_sha}}
            pull.base_ref, pull.base_sha = wanted["base"], tip(repository, wanted["base"])
        if changes:
            announce_pull(world, repository, pull, "edited", sender, changes=changes)


def set_draft(world: World, repository: Repository, pull: Pull, sender: Account, *, is_draft: bool) -> None:
    """Make a pull a draft, or ready for review."""
    with world.lock:
        pull.is_draft = is_draft
        announce_pull(world, repository, pull, "converted_to_draft" if is_draft else "ready_for_review", sender)


def close_pull(world: World, repository: Repository, pull: Pull, sender: Account) -> None:
    """Close a pull without merging it."""
    with world.lock:
        pull.state, pull.closed_at = "closed", world.clock.now()
        announce_pull(world, repository, pull, "closed", sender)


def reopen_pull(world: World, repository: Repository, pull: Pull, sender: Account) -> None:
    """Open a closed pull again."""
    with world.lock:
        pull.state, pull.closed_at = "open", None
        announce_pull(world, repository, pull, "reopened", sender)


def set_locked(world: World, repository: Repository, pull: Pull, sender: Account, *, is_locked: bool) -> None:
    """Lock the conversation of a pull, so that only people with write access speak, or unlock it."""
    with world.lock:
        pull.is_locked = is_locked
        announce_pull(world, repository, pull, "locked" if is_locked else "unlocked", sender)


def label_pull(world: World, repository: Repository, pull: Pull, sender: Account, name: str) -> None:
    """Put a label on a pull; a label that is already there stays, unannounced."""
    with world.lock:
        label = repository.labels.setdefault(name, Label(world.new_id(), name))
        if label not in pull.labels:
            pull.labels.append(label)
            said = label_json(world, repository, label)
            announce_pull(world, repository, pull, "labeled", sender, label=said)


def unlabel_pull(world: World, repository: Repository, pull: Pull, sender: Account, name: str) -> None:
    """Take a label off a pull."""
    with world.lock:
        label = repository.labels[name]
        pull.labels.remove(label)
        announce_pull(world, repository, pull, "unlabeled", sender, label=label_json(world, repository, label))


def request_review(world: World, repository: Repository, pull: Pull, sender: Account, reviewer: Account) -> None:
    """Ask somebody to review a pull."""
    with world.lock:
        pull.reviewers.append(reviewer)
        said = account_json(world, reviewer)
        announce_pull(world, repository, pull, "review_requested", sender, requested_reviewer=said)


def submit_review(world: World, repository: Repository, pull: Pull, review: Review) -> None:
    """Put a review on a pull; `review.id` 0 is given a number. Who has reviewed is not asked for it any longer."""
    with world.lock:
        pull.reviewers = [one for one in pull.reviewers if one is not review.author]
        review.id = review.id or world.new_id()
        pull.reviews.append(review)
        _announce_review(world, repository, pull, review, "submitted")


def dismiss_review(world: World, repository: Repository, pull: Pull, review: Review) -> None:
    """Take a review's word away."""
    with world.lock:
        review.state = "dismissed"
        _announce_review(world, repository, pull, review, "dismissed")


def _announce_review(world: World, repository: Repository, pull: Pull, review: Review, action: str) -> None:
    fields: Json = {
        "pull_request": pull_in_list_json(world, repository, pull),
        "review": review_json(world, repository, pull, review),
    }
    announce(world, Event("pull_request_review", action, repository, review.author, fields))
