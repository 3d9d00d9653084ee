"""Names looked for in the head of a pull on the forge, over real HTTP and real git."""

import time

from github_scene import Shop

from reviewer.model.ids import Sha
from reviewer.model.orders import pull_order
from reviewer.model.search import Question
from reviewer.model.work import Job, JobKind
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.worker.perform import Worker
from reviewer.worker.ports import Ports

WIDER = {"pay.py": "def pay(cents):\n    return cents\n", "use.py": "from pay import pay\n\nprint(pay())\n"}


def test_the_head_that_was_fetched_is_searched(shop: Shop) -> None:
    shop.pull = shop.open("wider", WIDER)
    shop.forge.fetch_pull(shop.ref())
    head = Sha(shop.pull.head_sha)
    found = shop.forge.search(shop.ref().repository, head, Question(("pay",), frozenset({".py"})))
    assert ([side.path for side in found.files], found.unsearched) == (["pay.py", "use.py"], ())


def test_a_clone_that_went_away_is_said(shop: Shop) -> None:
    head = Sha(shop.pull.head_sha)
    found = shop.forge.search(shop.ref().repository, head, Question(("pay",), frozenset({".py"})))
    assert found.unsearched == ("the repository: its clone was removed meanwhile",)


def test_a_head_that_is_not_there_is_said(shop: Shop) -> None:
    shop.forge.fetch_pull(shop.ref())
    found = shop.forge.search(shop.ref().repository, Sha("1" * 40), Question(("pay",), frozenset({".py"})))
    assert found.unsearched == ("the repository: not all of it could be fetched",)


def test_callers_that_were_left_behind_stand_in_the_comment(shop: Shop, database: Database) -> None:
    shop.clone.git("checkout", "--quiet", "main")
    shop.clone.commit("Use it", {"use.py": "from pay import pay\n\n\ndef show():\n    print(pay())\n"})
    shop.desk.push("main", source=shop.clone.folder, by="lea")
    shop.pull = shop.open("wider", {"pay.py": "def pay(cents):\n    return cents\n"})
    worker = Worker(Ports(shop.forge, SqlStore(database, time.time)))
    for kind in (JobKind.ANALYSE, JobKind.PUBLISH):
        worker.perform(Job(pull_order(kind, shop.ref()), 1, "lease"))
    (comment,) = [comment.body for comment in shop.pull.comments() if comment.app is not None]
    assert "1 caller not in this pull: use.py:5" in comment.replace("\\", "")
