"""A pull with a file that a grammar never finishes: its author still gets a review, and reads what it left out."""

import time

from github_scene import Shop
from jobs.traps import ENDLESS

from reviewer.jobs.guarded import ParseLimits
from reviewer.model.orders import pull_order
from reviewer.model.work import Job, JobKind
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.worker.perform import Worker
from reviewer.worker.ports import Ports


def test_a_hanging_grammar_costs_one_file_of_the_comment(shop: Shop, database: Database) -> None:
    shop.pull = shop.open("hang", {"pay.py": "def pay():\n    return 3\n", "hang.js": ENDLESS})
    worker = Worker(Ports(shop.forge, SqlStore(database, time.time), parse_limits=ParseLimits(seconds=1.5)))
    for kind in (JobKind.ANALYSE, JobKind.PUBLISH):
        worker.perform(Job(pull_order(kind, shop.ref()), 1, "lease"))
    (comment,) = [comment.body for comment in shop.pull.comments() if comment.app is not None]
    assert "1 file as plain lines: its parser was stopped after 1.5 s (1)" in comment
    assert "`pay`" in comment
