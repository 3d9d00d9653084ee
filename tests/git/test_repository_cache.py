"""The cache of partial clones, against a real git server."""

import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from disks import needs_root, resize, small_disk
from git_making import Work, make_work
from git_serving import GitServer

from reviewer.errors import Gone, TellOperator, TryAgain
from reviewer.git.cache import RepositoryCache
from reviewer.git.clone import fetched_ref
from reviewer.git.command import Git, find_git
from reviewer.git.environment import Remote
from reviewer.git.repository import Repository
from reviewer.git.snapshot import read_snapshot
from reviewer.model.ids import Sha
from reviewer.model.pulls import PullSnapshot

WANTED = ("refs/heads/main", "refs/pull/7/head")


@pytest.fixture
def cache(tmp_path: Path, git: Git) -> RepositoryCache:
    return RepositoryCache(tmp_path / "cache", 10**9, git)


@pytest.fixture
def remote(server: GitServer, shop: Work) -> Remote:
    return Remote(f"{server.url}/shop/.git", server.token)


def read_pull(repository: Repository) -> PullSnapshot:
    main, head = (repository.resolve(fetched_ref(name)) for name in WANTED)
    return read_snapshot(repository, main, head)


def test_the_blobs_of_a_pull_come_in_one_request(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        asked_before = len(server.posts)
        read_pull(repository)
        assert server.posts[asked_before:] == ["git-upload-pack"]


def test_a_pull_reads_the_same_from_a_partial_clone_as_from_a_whole_one(
    cache: RepositoryCache, remote: Remote, shop: Work, git: Git
) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        partial = read_pull(repository)
    whole = Repository(git, shop.path / ".git")
    ends = [Sha(shop.git("rev-parse", name)) for name in ("refs/heads/main", "refs/pull/7/head")]
    assert partial == read_snapshot(whole, *ends)
    assert len(partial.files) == 32


def test_what_is_there_is_not_sent_again(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        read_pull(repository)
        packs = sorted((repository.directory / "objects/pack").iterdir())
    server.posts.clear()
    with cache.fetched("1", remote, WANTED) as repository:
        read_pull(repository)
        assert sorted((repository.directory / "objects/pack").iterdir()) == packs
    # One request to list the refs, and none for what they name.
    assert server.posts == ["git-upload-pack"]


def test_a_new_head_is_fetched(cache: RepositoryCache, remote: Remote, shop: Work) -> None:
    with cache.fetched("1", remote, WANTED):
        pass
    shop.git("checkout", "--quiet", "topic")
    pushed = shop.commit({"new.py": "new\n"})
    shop.git("update-ref", "refs/pull/7/head", pushed)
    with cache.fetched("1", remote, WANTED) as repository:
        assert repository.resolve(fetched_ref("refs/pull/7/head")) == pushed


def test_a_branch_may_take_the_place_of_a_folder_of_branches(
    cache: RepositoryCache, remote: Remote, shop: Work
) -> None:
    shop.git("branch", "feature/one")
    with cache.fetched("1", remote, ["refs/heads/feature/one"]):
        pass
    shop.git("branch", "-D", "feature/one")
    shop.git("branch", "feature")
    with cache.fetched("1", remote, ["refs/heads/feature"]) as repository:
        assert repository.find(fetched_ref("refs/heads/feature"))


def test_the_token_is_in_no_file(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        read_pull(repository)
    encoded = remote.config()[-1][1].rsplit(" ", 1)[1]
    for file in cache.root.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert server.token.encode() not in held, file
            assert encoded.encode() not in held, file


def test_the_token_is_in_no_argument(cache: RepositoryCache, remote: Remote, server: GitServer, tmp_path: Path) -> None:
    witness = tmp_path / "git"
    witness.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/arguments\nexec {shutil.which("git")} "$@"\n')
    witness.chmod(0o755)
    watched = RepositoryCache(tmp_path / "watched", 10**9, Git(str(witness), cache.git.search_path))
    with watched.fetched("1", remote, WANTED):
        pass
    said = (tmp_path / "arguments").read_text()
    assert "fetch" in said
    assert server.token not in said
    assert "Authorization" not in said


def test_a_remote_does_not_print_its_token() -> None:
    assert "secret" not in repr(Remote("https://example.com/x.git", "secret"))


def test_a_damaged_clone_is_fetched_again(cache: RepositoryCache, remote: Remote) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        packs = list((repository.directory / "objects/pack").iterdir())
    for pack in packs:
        pack.chmod(0o600)
        pack.write_bytes(b"broken")
    with cache.fetched("1", remote, WANTED) as repository:
        assert len(read_pull(repository).files) == 32


def read_a_clone_that_breaks(cache: RepositoryCache, remote: Remote) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        for pack in (repository.directory / "objects/pack").glob("*.pack"):
            pack.chmod(0o600)
            pack.write_bytes(pack.read_bytes()[:100] + b"broken" * 100)
        read_pull(repository)


def test_damage_that_shows_in_reading_is_mended_the_next_time(cache: RepositoryCache, remote: Remote) -> None:
    with pytest.raises(TryAgain, match="fetched again"):
        read_a_clone_that_breaks(cache, remote)
    with cache.fetched("1", remote, WANTED) as repository:
        assert len(read_pull(repository).files) == 32


def test_a_clone_whose_lock_file_was_left_is_fetched_again(cache: RepositoryCache, remote: Remote, shop: Work) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        (repository.directory / f"{fetched_ref('refs/heads/main')}.lock").touch()
    shop.commit({"x": "x\n"})
    with cache.fetched("1", remote, WANTED) as repository:
        assert len(read_pull(repository).files) == 32


def test_a_failed_clone_leaves_nothing(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    server.answer = 502
    with pytest.raises(TryAgain), cache.fetched("1", remote, WANTED):
        pass
    assert [path.name for path in cache.root.iterdir()] == ["1.lock"]


def test_what_a_killed_worker_left_is_removed(cache: RepositoryCache, remote: Remote) -> None:
    (cache.root / ".1.git-left").mkdir(parents=True)
    with cache.fetched("1", remote, WANTED):
        assert not (cache.root / ".1.git-left").exists()


def test_half_a_pack_that_a_killed_worker_left_is_removed(cache: RepositoryCache, remote: Remote) -> None:
    with cache.fetched("1", remote, WANTED) as repository:
        half = repository.directory / "objects/pack/tmp_pack_x1"
        half.touch()
    with cache.fetched("1", remote, WANTED):
        assert not half.exists()


def test_the_least_recently_used_goes_first(cache: RepositoryCache, remote: Remote, git: Git) -> None:
    for key in ("1", "2", "1"):
        with cache.fetched(key, remote, WANTED):
            pass
    size = sum(file.stat().st_size for file in (cache.root / "1.git").rglob("*") if file.is_file())
    with RepositoryCache(cache.root, int(size * 2.5), git).fetched("3", remote, WANTED):
        assert sorted(path.name for path in cache.root.glob("*.git")) == ["1.git", "3.git"]


def test_a_clone_in_use_is_not_evicted(cache: RepositoryCache, remote: Remote, git: Git) -> None:
    small = RepositoryCache(cache.root, 1, git)
    with small.fetched("1", remote, WANTED) as held, small.fetched("2", remote, WANTED):
        assert len(read_pull(held).files) == 32


def test_an_uninstall_removes_the_clone(cache: RepositoryCache, remote: Remote) -> None:
    with cache.fetched("1", remote, WANTED):
        pass
    cache.remove("1")
    assert not (cache.root / "1.git").exists()


def test_a_clone_is_not_removed_under_a_reader(cache: RepositoryCache, remote: Remote, git: Git) -> None:
    hasty = RepositoryCache(cache.root, 10**9, git, patience=0.1)
    with cache.fetched("1", remote, WANTED), pytest.raises(TryAgain, match="held by other workers"):
        hasty.remove("1")


def _work_on(root: Path, remote: Remote) -> int:
    cache = RepositoryCache(root, 10**9, find_git())
    with cache.fetched("1", remote, WANTED) as repository:
        return len(read_pull(repository).files)


def test_workers_at_once_all_read_the_pull(cache: RepositoryCache, remote: Remote) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.starmap(_work_on, [(cache.root, remote)] * 6) == [32] * 6


def test_a_ref_that_is_no_more_is_gone(cache: RepositoryCache, remote: Remote) -> None:
    with pytest.raises(Gone), cache.fetched("1", remote, ["refs/pull/99/head"]):
        pass


def test_a_repository_that_is_no_more_is_gone(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    server.answer = 404
    with pytest.raises(Gone), cache.fetched("1", remote, WANTED):
        pass


def test_a_token_that_ended_is_tried_again(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    server.token = "another"
    with pytest.raises(TryAgain), cache.fetched("1", remote, WANTED):
        pass


def test_a_missing_permission_is_told(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    server.answer = 403
    with pytest.raises(TellOperator, match="permission"), cache.fetched("1", remote, WANTED):
        pass


def test_a_host_that_is_away_is_tried_again(cache: RepositoryCache) -> None:
    with pytest.raises(TryAgain), cache.fetched("1", Remote("http://127.0.0.1:9/x.git", "t"), WANTED):
        pass


def test_a_pull_of_a_fork_is_read_by_its_ref(
    cache: RepositoryCache, remote: Remote, shop: Work, tmp_path: Path
) -> None:
    fork = make_work(tmp_path / "fork")
    fork.git("pull", "--quiet", str(shop.path), "main")
    fork.commit({"forked.py": "1\n"})
    shop.git("fetch", "--quiet", str(fork.path), "HEAD:refs/pull/8/head")
    with cache.fetched("1", remote, ["refs/heads/main", "refs/pull/8/head"]) as repository:
        main, head = (repository.resolve(fetched_ref(name)) for name in ("refs/heads/main", "refs/pull/8/head"))
        assert [file.path for file in read_snapshot(repository, main, head).files] == ["forked.py"]


@pytest.mark.parametrize("key", ["", "../x", "a/b", ".hidden"])
def test_a_key_is_a_plain_name(cache: RepositoryCache, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        cache.remove(key)


@pytest.mark.parametrize("name", ["main", "--upload-pack=x", "refs/heads/*", "refs/heads/a:refs/heads/b", "refs/h x"])
def test_only_full_refs_and_shas_are_fetched(name: str) -> None:
    with pytest.raises(ValueError, match="neither a full ref"):
        fetched_ref(name)


def test_the_cache_is_readable_by_its_owner_only(cache: RepositoryCache, remote: Remote) -> None:
    with cache.fetched("1", remote, WANTED):
        assert os.stat(cache.root).st_mode & 0o077 == 0  # noqa: PTH116 - the bits are the point


@needs_root
def test_on_a_full_disk_the_clones_that_nobody_uses_make_room(
    cache: RepositoryCache, remote: Remote, server: GitServer
) -> None:
    with small_disk(cache.root, "1m"):
        with cache.fetched("1", remote, WANTED):
            pass
        (cache.root / "1.git" / "filler").write_bytes(bytes(free_bytes(cache.root) - 20_000))
        with cache.fetched("2", remote, WANTED) as repository:
            assert len(read_pull(repository).files) == 32
        assert not (cache.root / "1.git").exists()


@needs_root
def test_a_disk_that_stays_full_asks_to_try_again_and_leaves_no_half_clone(
    cache: RepositoryCache, remote: Remote
) -> None:
    with small_disk(cache.root, "1m"):
        (cache.root / "another's").write_bytes(bytes(free_bytes(cache.root) - 20_000))
        with pytest.raises(TryAgain, match=r"the disk is full: .*Make room"), cache.fetched("1", remote, WANTED):
            pass
        assert sorted(path.name for path in cache.root.iterdir()) == ["1.lock", "another's"]
        resize(cache.root, "4m")
        with cache.fetched("1", remote, WANTED) as repository:
            assert len(read_pull(repository).files) == 32


def free_bytes(place: Path) -> int:
    return shutil.disk_usage(place).free
