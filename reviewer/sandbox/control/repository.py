"""One repository, as a test commands it."""

from dataclasses import dataclass
from pathlib import Path

from reviewer.sandbox.acts import accounts, checks, comments, pulls, pushes, repositories, statuses
from reviewer.sandbox.acts.checks import RunChange
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.acts.statuses import NewStatus
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.git.bare import borrow, bring, commit_sha
from reviewer.sandbox.git.run import git
from reviewer.sandbox.state.accounts import App
from reviewer.sandbox.state.checks import CheckRun
from reviewer.sandbox.state.repositories import Issue, Repository
from reviewer.sandbox.state.world import NotThere, World


@dataclass(frozen=True, slots=True)
class RepositoryDesk:
    """A repository of the sandbox; `repository` is its state."""

    world: World
    repository: Repository

    @property
    def full_name(self) -> str:
        """Owner and name."""
        return self.repository.full_name

    @property
    def git_dir(self) -> Path:
        """Where the bare repository lies; after changing it directly, call `notice_pushes`."""
        return self.repository.git_dir

    @property
    def clone_url(self) -> str:
        """Where git finds it; pass a login and its password, or x-access-token and a token, as Basic credentials."""
        return f"{self.world.url}/{self.full_name}.git"

    def push(self, branch: str, *, source: Path, commit: str = "HEAD", by: str) -> str:
        """Push a commit of a local git repository to a branch, by force; return its sha."""
        sha = commit_sha(source, commit)
        if sha is None:
            message = f"{source} has no commit {commit!r} to push"
            raise NotThere(message)
        bring(self.git_dir, source, f"+{sha}:refs/heads/{branch}")
        self.notice_pushes(by=by)
        return sha

    def borrow(self, source: Path) -> None:
        """Read a local git repository's objects in place, so that a push from it copies nothing; it must stay there."""
        borrow(self.git_dir, source)

    def delete_branch(self, branch: str, *, by: str) -> None:
        """Delete a branch."""
        git(self.git_dir, "update-ref", "-d", f"refs/heads/{branch}")
        self.notice_pushes(by=by)

    def notice_pushes(self, *, by: str) -> None:
        """Announce whatever changed on disk since the last look."""
        pushes.notice_pushes(self.world, self.repository, self.world.account(by))

    def archive(self, *, by: str) -> None:
        """Make it read-only."""
        repositories.set_archived(self.world, self.repository, self.world.account(by), is_archived=True)

    def unarchive(self, *, by: str) -> None:
        """Make it writable again."""
        repositories.set_archived(self.world, self.repository, self.world.account(by), is_archived=False)

    def rename(self, name: str, *, by: str) -> None:
        """Give it another name; the old one leads to it."""
        repositories.rename(self.world, self.repository, self.world.account(by), name)

    def transfer(self, owner: str, *, by: str) -> None:
        """Give it to another account."""
        repositories.transfer(self.world, self.repository, self.world.account(by), self.world.account(owner))

    def disable_issues(self) -> None:
        """Switch its issues off; GitHub tells nobody."""
        self.repository.has_issues = False

    def fork(self, owner: str) -> "RepositoryDesk":
        """Make a person's copy."""
        return RepositoryDesk(self.world, accounts.fork(self.world, self.repository, self.world.account(owner)))

    def open_issue(self, title: str, *, by: str, body: str = "") -> Issue:
        """Open an issue; its number follows that of the last issue or pull request."""
        return comments.open_issue(self.world, self.repository, self.world.account(by), title, body)

    def open_pull(self, new: NewPull) -> PullDesk:
        """Open a pull request between branches that were pushed."""
        return PullDesk(self.world, self.repository, pulls.open_pull(self.world, self.repository, new))

    def pull(self, number: int) -> PullDesk:
        """Return a pull request by its number."""
        return PullDesk(self.world, self.repository, self.repository.pulls[number])

    def pulls(self) -> list[PullDesk]:
        """Return every pull request, open or not, oldest first."""
        return [self.pull(number) for number in sorted(self.repository.pulls)]

    def check_runs(self, sha: str) -> list[CheckRun]:
        """Return every check run at a commit, oldest first, replaced ones too."""
        with self.world.lock:
            at = [run for run in self.world.runs.values() if run.head_sha == sha]
            return [run for run in at if run.suite.repository is self.repository]

    def set_status(self, sha: str, state: str, *, by: str, context: str = "ci/build") -> None:
        """Report on a commit by a status: "pending", "success", "failure" or "error"."""
        new = NewStatus(sha, state, context)
        statuses.set_status(self.world, self.repository, self.world.account(by), new)

    def report(self, app: App, sha: str, conclusion: str | None, *, name: str = "build") -> CheckRun:
        """Report on a commit by a check run of another App; without a conclusion the run is still in progress."""
        suite = checks.suite_of(self.world, app, self.repository, sha)
        known = [run for run in checks.newest_runs(self.world, self.repository, sha) if run.suite is suite]
        change = RunChange(status="completed" if conclusion else "in_progress", conclusion=conclusion)
        for run in known:
            if run.name == name:
                checks.change_run(self.world, run, change)
                return run
        return checks.create_run(self.world, suite, name, change)

    def rerequest_suite(self, sha: str, *, by: str) -> None:
        """Ask for all checks of a commit again."""
        for suite in list(self.world.suites.values()):
            if suite.repository is self.repository and suite.head_sha == sha:
                checks.rerequest_suite(self.world, suite, self.world.account(by))
