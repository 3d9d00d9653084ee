"""`reviewer backtest` on a repository of a few commits: what it prints and writes, and what can be put in force."""

import json
from pathlib import Path

import pytest
from git.git_making import make_work
from typer.testing import CliRunner

from reviewer.cli.calibrations import load_calibrations
from reviewer.cli.main import app
from reviewer.errors import TellOperator


def test_a_small_past_is_reported_and_its_places_are_written(tmp_path: Path) -> None:
    work = make_work(tmp_path / "shop")
    work.commit({"README.md": "A shop.\n"}, "Start")
    for number in range(4):
        work.commit({f"shop/part_{number}.py": f"def part():\n    return {number}\n"}, "Add a part <b>")
    page, written = tmp_path / "page.html", tmp_path / "calibration.json"
    asked = ["backtest", "--repo", f"Acme/Shop={work.path}", "--json", "--settle", "0"]
    done = CliRunner().invoke(app, [*asked, "--html", str(page), "--write", str(written)])
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    assert (record["repositories"], record["labels"]["Acme/Shop"]["changes"]) == (["Acme/Shop"], 4)
    assert "too few" in record["verdict"][0]
    assert load_calibrations(written)["acme/shop"].slope is None
    assert "Add a part &lt;b&gt;" in page.read_text("utf-8")


@pytest.mark.parametrize("text", ["no JSON", '{"schema": "calibration/1", "repositories": {"a/b": {}}}'])
def test_a_calibration_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "calibration.json"
    file.write_text(text, "utf-8")
    with pytest.raises(TellOperator, match=r"calibration\.json.*reviewer backtest"):
        load_calibrations(file)
