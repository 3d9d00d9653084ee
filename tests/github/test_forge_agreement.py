"""What is reviewed is what is published on: the API and git may lag behind each other."""

import subprocess

import pytest
from github_scene import Shop

from reviewer.errors import TryAgain


def git_says(shop: Shop, *words: str) -> None:
    """Change the shop's git alone, as when a push is known to one half of GitHub only."""
    command = ["/usr/bin/env", "git", "--git-dir", str(shop.desk.git_dir), *words]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the test's own words


def test_a_head_that_git_does_not_have_yet_is_waited_for(shop: Shop) -> None:
    git_says(shop, "update-ref", f"refs/pull/{shop.pull.number}/head", "refs/heads/main")
    with pytest.raises(TryAgain, match=r"its head is [0-9a-f]{7} to the API and [0-9a-f]{7} to git"):
        shop.forge.fetch_pull(shop.ref())


def test_a_pull_that_git_does_not_know_yet_is_waited_for(shop: Shop) -> None:
    git_says(shop, "update-ref", "-d", f"refs/pull/{shop.pull.number}/head")
    with pytest.raises(TryAgain, match="git does not have all of it"):
        shop.forge.fetch_pull(shop.ref())
