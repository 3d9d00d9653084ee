"""The cache of partial clones, against a real git server."""

from pathlib import Path

from git_making import Work
from git_serving import GitServer

from reviewer.git.cache import RepositoryCache
from reviewer.git.clone import fetched_ref
from reviewer.git.command import Git
from reviewer.git.environment import Remote
from reviewer.git.snapshot import read_snapshot

WANTED = ("refs/heads/main", "refs/pull/7/head")


def test_a_pull_is_read_from_a_partial_clone_in_two_requests(
    tmp_path: Path, git: Git, server: GitServer, shop: Work
) -> None:
    cache = RepositoryCache(tmp_path / "cache", 10**9, git)
    with cache.fetched("1", Remote(f"{server.url}/shop/.git", server.token), WANTED) as repository:
        fetching = len(server.posts)
        main, head = (repository.resolve(fetched_ref(name)) for name in WANTED)
        snapshot = read_snapshot(repository, main, head)
    assert len(snapshot.files) == 32
    assert snapshot.policy_text == "mode: gate\n"
    assert len(server.posts) - fetching == 1, server.posts
