"""What the pages show, made from the state: plain values, so that the templates hold no logic."""

from dataclasses import dataclass

from reviewer.sandbox.acts.accounts import may_write
from reviewer.sandbox.acts.checks import newest_runs
from reviewer.sandbox.git.bare import Commit, commits, merge_base
from reviewer.sandbox.git.changes import FileChange, changed_files
from reviewer.sandbox.pages.diff_lines import Row, anchor, rows
from reviewer.sandbox.pages.markdown import to_html
from reviewer.sandbox.state.accounts import Account, AccountKind
from reviewer.sandbox.state.checks import Action, Annotation, CheckRun
from reviewer.sandbox.state.repositories import Pull, Repository
from reviewer.sandbox.state.world import World


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment, ready to be shown; `anchor` is its place on the page."""

    anchor: str
    author: str
    is_bot: bool
    when: str
    is_edited: bool
    html: str


@dataclass(frozen=True, slots=True)
class AnnotationView:
    """An annotation with the address of its line among the changed files."""

    annotation: Annotation
    href: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A check run, ready to be shown; `buttons` are there only when it is completed."""

    run: CheckRun
    state: str
    summary: str
    text: str
    annotations: list[AnnotationView]
    buttons: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """A changed file as rows."""

    change: FileChange
    anchor: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class PullView:
    """A pull request with everything its pages show."""

    repository: Repository
    pull: Pull
    state: str
    address: str
    comments: list[CommentView]
    runs: list[RunView]
    files: list[FileView]
    commits: tuple[Commit, ...]


def pull_view(world: World, repository: Repository, pull: Pull, viewer: Account | None) -> PullView:
    """Return what a viewer sees of a pull request; somebody without write access cannot tick boxes."""
    with world.lock:
        address = f"/{repository.full_name}/pull/{pull.number}"
        since = merge_base(repository.git_dir, pull.base_sha, pull.head_sha)
        return PullView(
            repository=repository,
            pull=pull,
            state=_state(pull),
            address=address,
            comments=_comments(repository, pull, viewer),
            runs=[_run_view(run, address) for run in newest_runs(world, repository, pull.head_sha)],
            files=[_file_view(file) for file in changed_files(repository.git_dir, since, pull.head_sha)],
            commits=commits(repository.git_dir, since, pull.head_sha),
        )


def _state(pull: Pull) -> str:
    if pull.merged_at is not None:
        return "merged"
    if pull.state == "closed":
        return "closed"
    return "draft" if pull.is_draft else "open"


def _comments(repository: Repository, pull: Pull, viewer: Account | None) -> list[CommentView]:
    found = [one for one in repository.comments.values() if one.number == pull.number]
    return [
        CommentView(
            anchor=f"issuecomment-{one.id}",
            author=one.author.login,
            is_bot=one.author.kind is AccountKind.BOT,
            when=one.created_at.strftime("%Y-%m-%d %H:%M"),
            is_edited=one.updated_at != one.created_at,
            html=to_html(one.body, tickable=_tickable(repository, one.id, viewer)),
        )
        for one in found
    ]


def _tickable(repository: Repository, comment: int, viewer: Account | None) -> str | None:
    if viewer is None or not may_write(repository, viewer):
        return None
    return f"/{repository.full_name}/comments/{comment}/tick"


def _run_view(run: CheckRun, address: str) -> RunView:
    return RunView(
        run=run,
        state=(run.conclusion or run.status).replace("_", " "),
        summary=to_html(run.summary or ""),
        text=to_html(run.text or ""),
        annotations=[
            AnnotationView(one, f"{address}/files#{anchor(one.path)}R{one.start_line}") for one in run.annotations
        ],
        buttons=run.actions if run.status == "completed" else (),
    )


def _file_view(file: FileChange) -> FileView:
    return FileView(file, anchor(file.path), rows(file.patch) if file.patch else [])
