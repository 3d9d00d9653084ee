"""Many workers at once, in processes of their own: each order is done once, and a killed worker's work is not lost."""

import os
import signal
import time
from collections import Counter
from multiprocessing.queues import SimpleQueue

from working import FORKS

from reviewer.jobs.sql import SqlQueue
from reviewer.model.work import JobKind, Order
from reviewer.store.database import Database, open_database
from reviewer.store.sql import SqlStore


def drain(url: str, done: "SimpleQueue[str]") -> None:
    database = open_database(url)
    queue, store = SqlQueue(database, time.time), SqlStore(database, time.time)
    # A claim may find nothing only because others were faster.
    while any(depth.waiting for depth in store.queue_depth()):
        if (job := queue.claim(f"w{os.getpid()}")) is not None:
            done.put(job.order.key)
            queue.finish(job)


def claim_and_be_killed(url: str) -> None:
    assert SqlQueue(open_database(url), time.time, lease_seconds=0.2).claim("doomed") is not None
    os.kill(os.getpid(), signal.SIGKILL)


def test_each_order_goes_to_one_of_many_workers(database: Database, database_url: str) -> None:
    keys = [f"pull/1/{number}" for number in range(60)]
    SqlStore(database, time.time).order(Order(JobKind.ANALYSE, key, None, {}) for key in keys)
    done: SimpleQueue[str] = FORKS.SimpleQueue()
    workers = [FORKS.Process(target=drain, args=(database_url, done)) for _ in range(3)]
    for worker in workers:
        worker.start()
    served = Counter(done.get() for _ in keys)
    for worker in workers:
        worker.join()
    assert served == Counter(keys)
    assert done.empty()


def test_the_order_of_a_killed_worker_is_claimed_once_its_lease_ran_out(database: Database, database_url: str) -> None:
    SqlStore(database, time.time).order([Order(JobKind.ANALYSE, "pull/1/1", None, {})])
    doomed = FORKS.Process(target=claim_and_be_killed, args=(database_url,))
    doomed.start()
    doomed.join()
    assert doomed.exitcode == -signal.SIGKILL
    queue = SqlQueue(database, time.time)
    deadline = time.monotonic() + 10
    while (job := queue.claim("next")) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert job is not None
    assert job.attempt == 2
    assert queue.finish(job)
    assert queue.claim("next") is None
