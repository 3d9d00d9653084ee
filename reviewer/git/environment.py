"""The environment git runs in: built from nothing, so that no configuration, hook or helper of this machine takes part.

Configuration goes through GIT_CONFIG_COUNT, KEY and VALUE (git-config(1), "ENVIRONMENT"): it outranks the repository's
own file, and a credential in it shows neither in the list of processes nor in a file.
"""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

Config = tuple[tuple[str, str], ...]
"""Settings of git as (key, value) pairs."""

SAFE_CONFIG: Config = (
    # Nothing of the repository is executed (DESIGN, law 6).
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.attributesFile", "/dev/null"),
    ("credential.helper", ""),
    ("core.askPass", ""),
    ("fetch.recurseSubmodules", "false"),
    ("submodule.recurse", "false"),
    ("safe.directory", "*"),
    # Nothing runs on behind our back, and no setting of the repository changes what we read.
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("core.quotePath", "true"),
    ("diff.suppressBlankEmpty", "false"),
    # A text of such a size is for no reader: git then calls it binary, and writes no patch of it.
    ("core.bigFileThreshold", "50m"),
    # A connection that moves less than a kilobyte a second for half a minute is dead.
    ("http.lowSpeedLimit", "1000"),
    ("http.lowSpeedTime", "30"),
)


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository on a code host: its clone URL, and the installation token that opens it (None where all may read).

    The token may have any form and length. It is kept out of the value's printed form.
    """

    url: str
    token: str | None = field(default=None, repr=False)

    @property
    def protocol(self) -> str:
        """Return the URL's scheme, the only protocol that a fetch from it may use."""
        return urlsplit(self.url).scheme

    def config(self) -> Config:
        """Return the settings that make it `origin` of a partial clone, and send the token to this URL and to no other.

        The address is given anew each time: a repository can be renamed, while its clone is known by its id.
        """
        origin = (
            ("remote.origin.url", self.url),
            ("remote.origin.promisor", "true"),
            ("remote.origin.partialCloneFilter", "blob:none"),
        )
        if self.token is None:
            return origin
        basic = base64.b64encode(f"x-access-token:{self.token}".encode()).decode()
        return (*origin, (f"http.{self.url}.extraHeader", f"Authorization: Basic {basic}"))


def build_environment(
    search_path: str, directory: Path | None, remote: Remote | None = None, config: Config = ()
) -> dict[str, str]:
    """Return the whole environment of one git process.

    `directory` is the git directory it reads; None for commands that look for it themselves. Without a remote no
    protocol is allowed at all: a partial clone that lacks an object then fails instead of fetching it on its own.
    """
    environment = {
        "PATH": search_path,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        # History as it was written and pushed, whatever parents this clone was told to pretend.
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": remote.protocol if remote else "",
    }
    if directory is not None:
        # No work tree and no index, whatever the repository has: their attributes (the head's) are then never read.
        environment |= {
            "GIT_DIR": str(directory),
            "GIT_IMPLICIT_WORK_TREE": "0",
            "GIT_INDEX_FILE": str(directory / "no-index-is-read"),
        }
    return environment | _config_variables((*SAFE_CONFIG, *config, *(remote.config() if remote else ())))


def _config_variables(config: Config) -> dict[str, str]:
    variables: dict[str, str] = {}
    for index, (key, value) in enumerate(config):
        variables[f"GIT_CONFIG_KEY_{index}"] = key
        variables[f"GIT_CONFIG_VALUE_{index}"] = value
    return variables | {"GIT_CONFIG_COUNT": str(len(variables) // 2)}
