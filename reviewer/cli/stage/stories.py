"""The pull requests of a folder such as fixtures/pulls: a base project, and a folder a pull (see its README)."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import reviewer
from reviewer.cli.stage.fast_import import NewCommit, import_stream
from reviewer.cli.stage.plan import BASE_BRANCH, Author, Plan, PlannedPull
from reviewer.errors import TellOperator
from reviewer.git.command import Call, Git

REPOSITORY = "shop"
PROJECT_AUTHOR = "lea"

# Sunday, 1 March 2026, 09:00 UTC; each pull an hour after the one before it.
_BEGUN_AT = 1_772_355_600
_HOUR = 3600


class PullFile(BaseModel):
    """A `pull.yml`: what its author typed into GitHub. `story` is for readers of the folder only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    story: str = ""
    title: Annotated[str, Field(min_length=1)]
    body: str = ""
    author: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
    branch: Annotated[str, Field(min_length=1)]
    labels: tuple[str, ...] = ()
    commit: str = ""
    bot: bool = False
    draft: bool = False
    fork: bool = False

    def planned(self) -> PlannedPull:
        """Return the pull as it is to be opened."""
        author = Author(f"{self.author}[bot]" if self.bot else self.author, is_bot=self.bot)
        commit = f"refs/heads/{self.branch}"
        return PlannedPull(
            self.title, self.body, author, self.branch, commit, self.labels, is_draft=self.draft, is_from_fork=self.fork
        )


def stories_folder() -> Path:
    """Return fixtures/pulls of the checkout this program runs from; TellOperator when it is installed without one."""
    folder = Path(reviewer.__file__).resolve().parent.parent / "fixtures" / "pulls"
    if not folder.is_dir():
        raise TellOperator(
            "The demo's pull requests are in the source checkout, and this is an installed package. Run `make demo` "
            "in a checkout, or show a range of your own: `reviewer demo --repo PATH --range BASE..HEAD`."
        )
    return folder


def plan_stories(folder: Path, source: Path, git: Git) -> Plan:
    """Make a real git repository of the folder's base project and pulls at `source`, and return the plan of it.

    The same folder gives the same shas. Raises TellOperator when a pull's files cannot be read.
    """
    told = [(story, read_pull_file(story / "pull.yml")) for story in sorted(folder.glob("[0-9]*-*"))]
    if not told or not (folder / "base").is_dir():
        raise TellOperator(f"Looked for base/ and numbered pulls in {folder}, but found none: restore the folder.")
    commits = [NewCommit(BASE_BRANCH, "The shop", PROJECT_AUTHOR, _BEGUN_AT, folder / "base")]
    for number, (story, pull) in enumerate(told, start=1):
        commits.append(_commit(story, pull, _BEGUN_AT + number * _HOUR))
    git.run(Call(("init", "--quiet", "--bare", f"--initial-branch={BASE_BRANCH}", str(source))))
    git.run(Call(("fast-import", "--quiet"), source, import_stream(commits)))
    pulls = tuple(pull.planned() for _, pull in told)
    return Plan(source, REPOSITORY, BASE_BRANCH, f"refs/heads/{BASE_BRANCH}", pulls)


def read_pull_file(path: Path) -> PullFile:
    """Return a `pull.yml`; TellOperator says which key is wrong."""
    try:
        return PullFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise TellOperator(f"Could not read {path}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise TellOperator(f"Could not read {path}: it is not YAML. {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise TellOperator(f"Could not read {path}: {problems}") from error


def _commit(story: Path, pull: PullFile, written_at: int) -> NewCommit:
    deleted = story / "delete.txt"
    return NewCommit(
        branch=pull.branch,
        message=pull.commit or pull.title,
        login=pull.author,
        written_at=written_at,
        folder=story / "after",
        parent=BASE_BRANCH,
        deleted=tuple(deleted.read_text(encoding="utf-8").splitlines() if deleted.exists() else ()),
    )
