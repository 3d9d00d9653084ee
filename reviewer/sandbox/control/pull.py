"""One pull request, as a test commands it."""

from dataclasses import dataclass

from reviewer.sandbox.acts import checks, comments, merging, pulls
from reviewer.sandbox.pages.export import export_pull
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.checks import CheckRun
from reviewer.sandbox.state.repositories import Comment, Pull, Repository, Review
from reviewer.sandbox.state.world import NotThere, World


@dataclass(frozen=True, slots=True)
class PullDesk:
    """A pull request of the sandbox; `pull` is its state. `by` is always the login of who acts."""

    world: World
    repository: Repository
    pull: Pull

    @property
    def number(self) -> int:
        """Its number."""
        return self.pull.number

    @property
    def url(self) -> str:
        """Its page."""
        return f"{self.world.url}/{self.repository.full_name}/pull/{self.number}"

    @property
    def head_sha(self) -> str:
        """The newest commit of its head branch."""
        return self.pull.head_sha

    def edit(self, *, by: str, title: str | None = None, body: str | None = None, base: str | None = None) -> None:
        """Change its title, its body, or the branch it goes to."""
        wanted = {"title": title, "body": body, "base": base}
        given = {key: value for key, value in wanted.items() if value is not None}
        pulls.edit_pull(self.world, self.repository, self.pull, self._person(by), given)

    def close(self, *, by: str) -> None:
        """Close it without merging."""
        pulls.close_pull(self.world, self.repository, self.pull, self._person(by))

    def reopen(self, *, by: str) -> None:
        """Open it again."""
        pulls.reopen_pull(self.world, self.repository, self.pull, self._person(by))

    def mark_ready(self, *, by: str) -> None:
        """Make a draft ready for review."""
        pulls.set_draft(self.world, self.repository, self.pull, self._person(by), is_draft=False)

    def convert_to_draft(self, *, by: str) -> None:
        """Make it a draft."""
        pulls.set_draft(self.world, self.repository, self.pull, self._person(by), is_draft=True)

    def lock(self, *, by: str) -> None:
        """Lock its conversation."""
        pulls.set_locked(self.world, self.repository, self.pull, self._person(by), is_locked=True)

    def unlock(self, *, by: str) -> None:
        """Unlock its conversation."""
        pulls.set_locked(self.world, self.repository, self.pull, self._person(by), is_locked=False)

    def label(self, name: str, *, by: str) -> None:
        """Put a label on it."""
        pulls.label_pull(self.world, self.repository, self.pull, self._person(by), name)

    def unlabel(self, name: str, *, by: str) -> None:
        """Take a label off it."""
        pulls.unlabel_pull(self.world, self.repository, self.pull, self._person(by), name)

    def request_review(self, reviewer: str, *, by: str) -> None:
        """Ask somebody for a review."""
        pulls.request_review(self.world, self.repository, self.pull, self._person(by), self._person(reviewer))

    def assign(self, *logins: str) -> None:
        """Assign people or bots to it; the App listens to no such event."""
        self.pull.assignees.extend(self._person(login) for login in logins)

    def review(self, state: str, *, by: str, body: str = "") -> Review:
        """Submit a review: "approved", "changes_requested" or "commented"."""
        review = Review(0, self._person(by), body, state, self.head_sha, self.world.clock.now())
        pulls.submit_review(self.world, self.repository, self.pull, review)
        return review

    def dismiss(self, review: Review) -> None:
        """Dismiss a review."""
        pulls.dismiss_review(self.world, self.repository, self.pull, review)

    def merge(self, *, by: str) -> str:
        """Merge it with a merge commit; return that commit's sha."""
        return merging.merge_pull(self.world, self.repository, self.pull, self._person(by))

    def queue_for_merge(self, *, by: str) -> str:
        """Put it into the merge queue; return the head sha of its group."""
        return merging.queue_for_merge(self.world, self.repository, self.pull, self._person(by))

    def comment(self, body: str, *, by: str) -> Comment:
        """Say something on it."""
        return comments.comment(self.world, self.repository, self.number, self._person(by), body)

    def edit_comment(self, comment: Comment, body: str, *, by: str) -> None:
        """Change a comment."""
        comments.edit_comment(self.world, self.repository, comment, self._person(by), body)

    def delete_comment(self, comment: Comment, *, by: str) -> None:
        """Take a comment away."""
        comments.delete_comment(self.world, self.repository, comment, self._person(by))

    def comments(self) -> list[Comment]:
        """Return what was said on it, oldest first."""
        with self.world.lock:
            return [one for one in self.repository.comments.values() if one.number == self.number]

    def tick(self, box: str, *, by: str) -> None:
        """Turn the first task-list box of any comment whose line holds this text; raises NotThere."""
        for comment in self.comments():
            for line, text in comments.boxes(comment.body):
                if box in text:
                    comments.tick(self.world, self.repository, comment, line, self._person(by))
                    return
        message = f"no comment on {self.url} has a box beside {box!r}"
        raise NotThere(message)

    def check_runs(self) -> list[CheckRun]:
        """Return the newest check run of each name and App at the head, oldest first."""
        with self.world.lock:
            return checks.newest_runs(self.world, self.repository, self.head_sha)

    def check_run(self, name: str) -> CheckRun:
        """Return the newest check run of this name at the head; raises NotThere."""
        for run in self.check_runs():
            if run.name == name:
                return run
        message = f"{self.url} has no check run named {name!r} at {self.head_sha[:12]}"
        raise NotThere(message)

    def press(self, name: str, identifier: str, *, by: str) -> None:
        """Press a button of a check run."""
        checks.press(self.world, self.check_run(name), identifier, self._person(by))

    def rerun(self, name: str, *, by: str) -> None:
        """Ask for a check run again."""
        checks.rerequest_run(self.world, self.check_run(name), self._person(by))

    def export(self) -> str:
        """Return its page as one HTML file that needs nothing else."""
        return export_pull(self.world, self.repository, self.pull)

    def _person(self, login: str) -> Account:
        return self.world.account(login)
