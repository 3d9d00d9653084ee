"""What a clone is called on the code host, by the address it was cloned from."""

import re

from reviewer.git.repository import Repository

_ADDRESS = re.compile(r"[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?$")


def remote_name(repository: Repository) -> str | None:
    """Return "owner/name" of the remote `upstream` or `origin`; None where there is none, or it is a folder."""
    for remote in ("upstream", "origin"):
        output = repository.run("config", "--get", f"remote.{remote}.url", expected=frozenset({1}))
        address = output.stdout.decode(errors="replace").strip()
        if output.code == 0 and (found := _ADDRESS.search(address)) and ("://" in address or "@" in address):
            return found[1]
    return None
