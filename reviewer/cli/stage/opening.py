"""Acts on the sandbox: the organisation and its repository, the App made and installed, the pulls opened."""

import time
from collections.abc import Sequence

from reviewer.cli.stage.person import browsing
from reviewer.cli.stage.plan import Plan, PlannedPull
from reviewer.cli.stage.watching import Watched
from reviewer.errors import TellOperator
from reviewer.sandbox.acts.accounts import create_account
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.repository import RepositoryDesk
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.git.run import GitFailed
from reviewer.sandbox.state.accounts import AccountKind

ORGANISATION = "acme"
ADMIN = "lea"
COLLEAGUE = "tom"
"""Somebody with write permission who opens no pull, and so may validate any."""


def make_repository(sandbox: Sandbox, plan: Plan) -> RepositoryDesk:
    """Make the organisation with its people, all other accounts, and the repository with its base branch."""
    insiders = [pull.author.login for pull in plan.pulls if not pull.author.is_bot and not pull.is_from_fork]
    sandbox.create_organisation(ORGANISATION, members=list(dict.fromkeys((ADMIN, COLLEAGUE, *insiders))))
    for pull in plan.pulls:
        kind = AccountKind.BOT if pull.author.is_bot else AccountKind.USER
        create_account(sandbox.world, pull.author.login, kind)
    made = sandbox.create_repository(ORGANISATION, plan.repository, default_branch=plan.base_branch)
    _push(made, plan, (plan.base_branch, plan.base_commit), ADMIN)
    return made


def set_up_app(github_url: str, setup_url: str) -> None:
    """Make the App from its manifest and install it on the organisation, page by page as an admin does."""
    with browsing() as admin:
        admin.open(github_url)
        admin.press("Switch", login=ADMIN)
        admin.open(setup_url)
        admin.press("Continue", organisation=ORGANISATION)
        admin.press("Create the App")
        admin.press("Create GitHub App")
        admin.follow("Install it")
        admin.press(f"Install on {ORGANISATION}")


def open_pulls(repository: RepositoryDesk, plan: Plan) -> Sequence[Watched]:
    """Push the branch of each pull, and open it; the sandbox sends the webhooks."""
    return [_open(repository, plan, pull) for pull in plan.pulls]


def _open(repository: RepositoryDesk, plan: Plan, pull: PlannedPull) -> Watched:
    login = pull.author.login
    home = repository.fork(login) if pull.is_from_fork else repository
    _push(home, plan, (pull.branch, pull.commit), login)
    new = NewPull(
        title=pull.title,
        head=pull.branch,
        author=login,
        body=pull.body or None,
        base=plan.base_branch,
        is_draft=pull.is_draft,
        fork=home.full_name if pull.is_from_fork else None,
    )
    opened = repository.open_pull(new)
    for label in pull.labels:
        opened.label(label, by=ADMIN)
    return Watched(opened, time.monotonic())


def _push(repository: RepositoryDesk, plan: Plan, branch: tuple[str, str], login: str) -> None:
    name, commit = branch
    try:
        repository.push(name, source=plan.source, commit=commit, by=login)
    except GitFailed as error:
        raise TellOperator(f"Pushed {name} of {plan.source} to the sandbox, but git refused: {error}") from error
