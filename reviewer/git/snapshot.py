"""Everything a review reads from git: files, commits and policy between a base and a head."""

from reviewer.git.blobs import BlobLimits, read_blobs
from reviewer.git.commits import COMMIT_LIMIT, read_commits
from reviewer.git.diff import read_changes
from reviewer.git.promised import bring_blobs
from reviewer.git.repository import Repository
from reviewer.model.ids import Sha
from reviewer.model.pulls import Prose, PullSnapshot

POLICY_PATH = ".github/reviewer.yml"
"""Where a repository keeps its wishes; read from the trusted commit only (DESIGN, law 6)."""

_POLICY_LIMITS = BlobLimits(each=1_000_000)


def read_snapshot(repository: Repository, base: Sha, head: Sha, *, trusted: Sha | None = None) -> PullSnapshot:
    """Return the change from the merge base of two commits to head, as GitHub shows a pull, with commits and policy.

    `trusted` is the commit whose policy and attributes count: the tip of the default branch, or base when it is None.
    Title and body are left to the caller. Without a merge base the base's own files are compared, and a note says so.
    A repository with a remote is a partial clone: what is missing is fetched first, in one request.
    """
    trusted = trusted or base
    merge_base = repository.merge_base(base, head)
    before = merge_base or base
    if repository.remote is not None:
        bring_blobs(repository, before, head, trusted, [POLICY_PATH])
    changes = read_changes(repository, before, head, trusted=trusted)
    commits, total = read_commits(repository, base, head)
    policy, problem = _read_policy(repository, trusted)
    notes = (_history_note(repository, merge_base), _commits_note(total), problem)
    return PullSnapshot(
        files=changes.files,
        prose=Prose(commits=commits),
        base=base,
        head=head,
        merge_base=merge_base,
        policy_text=policy,
        notes=(*changes.notes, *(note for note in notes if note)),
    )


def _read_policy(repository: Repository, trusted: Sha) -> tuple[str | None, str | None]:
    """Return the policy file's text, and what is to be said when there is one that cannot be read."""
    blob = repository.list_files(trusted, [POLICY_PATH]).get(POLICY_PATH)
    if blob is None:
        return None, None
    read = read_blobs(repository, [blob], _POLICY_LIMITS)[blob]
    if read.content is None:
        return None, f"The policy file {POLICY_PATH} was not read: {read.unread}."
    return read.content.decode("utf-8-sig", "replace"), None


def _history_note(repository: Repository, merge_base: Sha | None) -> str | None:
    if merge_base is not None:
        return None
    if repository.is_shallow():
        return "This clone is shallow and the merge base is cut off: the base's own files are compared instead."
    return "Base and head share no history: the base's own files are compared instead."


def _commits_note(total: int) -> str | None:
    if total <= COMMIT_LIMIT:
        return None
    return f"Of {total:,} commits the newest {COMMIT_LIMIT} were read."
