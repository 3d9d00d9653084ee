"""An attempt finds all it needs loaded: what it would import itself, each of thousands would."""

import os
import subprocess
import sys
from pathlib import Path

from github_scene import Shop
from worker_hands import Hands

from reviewer.model.orders import pull_order, sweep_order
from reviewer.model.work import JobKind, Order


def test_no_attempt_imports_anything(hands: Hands, tmp_path: Path) -> None:
    owner = Order(JobKind.BACKFILL, "installation", hands.shop.repository.installation, {})
    hands.store.order([pull_order(JobKind.ANALYSE, hands.shop.ref()), owner, sweep_order(60.0)])
    assert imported(hands.shop, tmp_path) == []
    assert [run for run in hands.all_runs() if run.status == "completed"]


def imported(shop: Shop, folder: Path) -> list[str]:
    """Return what a worker imports after it is warm, while it does all that is due."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "REVIEWER_DATA_DIR": str(folder),
        "REVIEWER_DATABASE_URL": f"sqlite:///{folder / 'store.db'}",
        "REVIEWER_GITHUB_URL": shop.sandbox.url,
        "APP_ID": str(shop.app.id),
        "PRIVATE_KEY": shop.app.private_key,
        "WEBHOOK_SECRET": shop.app.webhook_secret,
    }
    command = [sys.executable, str(Path(__file__).with_name("warm_jobs.py"))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
