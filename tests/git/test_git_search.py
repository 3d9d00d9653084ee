"""Names looked for in whole trees: real repositories, whole and partial."""

from pathlib import Path

import pytest
from git_making import Work
from git_serving import GitServer

from reviewer.git.cache import RepositoryCache
from reviewer.git.clone import fetched_ref
from reviewer.git.command import Git
from reviewer.git.environment import Remote
from reviewer.git.repository import Repository
from reviewer.git.search import SearchLimits, search_tree
from reviewer.model.ids import Sha
from reviewer.model.search import Question, Search

FILES: dict[str, str | bytes | None] = {
    "a.py": "total = 1\n",
    "lib/b.py": "print(total_, subtotal)\n",
    "lib/c.py": "# total\n",
    "lib/deep/d.PY": "x.total()\n",
    "e.rb": "total\n",
    "notes.md": "The old total.\n",
    "picture.png": b"\x89PNG total",
}
PYTHON = frozenset({".py"})
HEAD = "refs/pull/7/head"


def search(work: Work, git: Git, question: Question, limits: SearchLimits | None = None) -> Search:
    head = Sha(work.git("rev-parse", "HEAD"))
    return search_tree(Repository(git, work.path / ".git"), head, question, limits)


def paths(found: Search) -> list[str]:
    return [side.path for side in found.files]


def test_texts_that_hold_a_name_as_a_word_are_handed_over(work: Work, git: Git) -> None:
    head = work.commit(FILES)
    found = search(work, git, Question(("total",), PYTHON))
    assert (found.commit, paths(found), found.searched) == (head, ["a.py", "lib/c.py", "lib/deep/d.PY"], 4)
    assert found.files[0].content == b"total = 1\n"
    assert (found.unsearched, found.crowded, found.elsewhere) == ((), {}, {})


def test_names_of_other_letters_and_signs_are_found(work: Work, git: Git) -> None:
    work.commit({"a.rb": "größe\n", "b.rb": "cart.paid?\n", "c.rb": "groß\n"})
    found = search(work, git, Question(("größe", "paid?"), frozenset({".rb"})))
    assert paths(found) == ["a.rb", "b.rb"]


def test_old_names_are_looked_for_in_every_other_text(work: Work, git: Git) -> None:
    work.commit(FILES)
    found = search(work, git, Question(("sum_",), PYTHON, old_names=("total",)))
    assert (found.elsewhere, found.is_everywhere) == ({"total": ("e.rb", "notes.md")}, True)


def test_the_tree_is_that_of_the_commit_and_not_of_the_folder(work: Work, git: Git) -> None:
    work.commit(FILES)
    work.write({"new.py": "total\n", "a.py": "nothing\n"})
    assert paths(search(work, git, Question(("total",), PYTHON))) == ["a.py", "lib/c.py", "lib/deep/d.PY"]


def test_links_are_no_texts(work: Work, git: Git) -> None:
    (work.path / "link.py").symlink_to("total")
    work.commit({"a.py": "total\n"})
    assert paths(search(work, git, Question(("total",), PYTHON))) == ["a.py"]


def test_what_stands_near_the_change_is_searched_first(work: Work, git: Git) -> None:
    work.commit(FILES)
    found = search(work, git, Question(("total",), PYTHON, near=("lib/deep/x.py",)), SearchLimits(files=2))
    assert (paths(found), found.searched) == (["lib/deep/d.PY"], 2)
    assert found.unsearched == ("2 files of 4: the nearest were searched",)


def test_rare_names_are_read_before_frequent_ones(work: Work, git: Git) -> None:
    work.commit({f"{number}.py": "often\n" for number in range(5)} | {"9.py": "rare\n"})
    found = search(work, git, Question(("often", "rare"), PYTHON), SearchLimits(read_files=3))
    assert paths(found) == ["0.py", "1.py", "9.py"]
    assert found.crowded == {"often": "of 5 files with this word 3 were not read"}


def test_a_file_over_the_limit_is_said_and_nothing_is_everywhere(work: Work, git: Git) -> None:
    work.commit({"a.py": "total\n", "b.md": "x" * 2000})
    found = search(work, git, Question(("total",), PYTHON, ("total",)), SearchLimits(each=1000))
    assert (found.unsearched, found.is_everywhere) == ((), False)


def test_the_same_question_gets_the_same_answer_whatever_the_order_of_its_files(work: Work, git: Git) -> None:
    work.commit({f"{number}/{number}.py": "total\n" * number for number in range(1, 30)})
    question = Question(("total",), PYTHON, near=("7/x.py", "9/x.py"))
    answers = [search(work, git, question, SearchLimits(read_files=5)) for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(answers[0].files) == 5


def test_a_persons_own_partial_clone_is_searched_as_far_as_it_goes(shop: Work, git: Git, tmp_path: Path) -> None:
    shop.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{shop.path}", str(tmp_path / "partial"))
    head = Sha(shop.git("rev-parse", "HEAD"))
    found = search_tree(Repository(git, tmp_path / "partial"), head, Question(("VALUE",), PYTHON))
    assert (found.files, found.searched) == ((), 0)
    assert len(found.unsearched) == 1


@pytest.fixture
def cache(tmp_path: Path, git: Git) -> RepositoryCache:
    return RepositoryCache(tmp_path / "cache", 10**9, git)


@pytest.fixture
def remote(server: GitServer, shop: Work) -> Remote:
    return Remote(f"{server.url}/shop/.git", server.token)


def test_a_partial_clone_fetches_what_it_searches_in_one_request(
    cache: RepositoryCache, remote: Remote, server: GitServer
) -> None:
    with cache.fetched("1", remote, [HEAD]) as repository:
        head = repository.resolve(fetched_ref(HEAD))
        before = len(server.posts)
        found = search_tree(repository, head, Question(("MORE",), PYTHON))
        assert server.posts[before:] == ["git-upload-pack"]
        assert (len(found.files), found.searched, found.unsearched) == (30, 40, ())
        assert search_tree(repository, head, Question(("MORE",), PYTHON)) == found
        assert server.posts[before:] == ["git-upload-pack"]


def test_a_partial_clone_never_fetches_more_than_the_limit(
    cache: RepositoryCache, remote: Remote, server: GitServer
) -> None:
    with cache.fetched("1", remote, [HEAD]) as repository:
        head = repository.resolve(fetched_ref(HEAD))
        found = search_tree(repository, head, Question(("MORE",), PYTHON), SearchLimits(files=3))
        assert (found.searched, found.unsearched) == (3, ("37 files of 40: the nearest were searched",))
        objects = repository.run("cat-file", "--batch-check=%(objecttype)", "--batch-all-objects").stdout.split()
        assert objects.count(b"blob") == 3


def test_a_clone_is_held_as_it_is(cache: RepositoryCache, remote: Remote, server: GitServer) -> None:
    with cache.held("1", remote) as nothing:
        assert nothing is None
    with cache.fetched("1", remote, [HEAD]):
        pass
    before = len(server.posts)
    with cache.held("1", remote) as repository:
        assert repository is not None
        assert repository.find(fetched_ref(HEAD)) is not None
    assert len(server.posts) == before
