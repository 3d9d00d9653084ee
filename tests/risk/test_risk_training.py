"""The steps of `make train`, on a repository of a few commits."""

import json
from pathlib import Path
from typing import Any

import pytest
from git.git_making import Work, make_work

from reviewer.git.command import find_git
from reviewer.risk.grades import Graded, auc, average_precision, early, reached
from reviewer.risk.logistic import Labels, Values, fit_binary, fit_matched
from training.__main__ import main
from training.labels import Labelled, Lacking, read_labels, sample
from training.report import report_lines
from training.rows import rows_of

PROJECTS = ("acme+one", "acme+two")


def program(number: int, lines: int) -> str:
    body = "".join(f"    if value == {line}:\n        return {number}\n" for line in range(lines))
    return f"def decide_{number}(value):\n{body}    return None\n"


@pytest.fixture(scope="module")
def mirrors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bare clones, in each of which every third commit adds a long function, and later is to blame."""
    root = tmp_path_factory.mktemp("mirrors")
    for project in PROJECTS:
        work = make_work(root / "work" / project)
        work.commit({"README.md": "A shop.\n"}, "Start")
        for number in range(9):
            files = {f"shop/part_{number}.py": program(number, 1 if number % 3 else 9), f"shop/{number}.py": "A = 1\n"}
            also = {"shop/also.py": program(number, 1), f"shop/last_{number}.py": program(number, 1)}
            work.commit({**files, **also}, "Change")
        work.git("clone", "--quiet", "--bare", ".", str(root / project))
    return root


@pytest.fixture(scope="module")
def labels(mirrors: Path) -> Path:
    """A label file: the long functions' second lines are blamed."""
    lines: list[str] = []
    for project in PROJECTS:
        work = Work(mirrors / project)
        shas = work.git("log", "--reverse", "--format=%H").split()[1:]
        for number, sha in enumerate(shas):
            faults = [] if number % 3 else [[f"shop/part_{number}.py", 2]]
            raw = {"project": project, "sha": sha, "faulty": bool(faults), "weight": 1.5, "faults": faults}
            lines.append(json.dumps(raw))
    file = mirrors / "labels.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


@pytest.fixture(scope="module")
def rows(mirrors: Path, labels: Path) -> Path:
    file = mirrors / "rows.jsonl"
    main(["rows", str(labels), str(mirrors), str(mirrors / "kept"), str(file)])
    return file


def rows_in(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_row_has_the_features_of_the_change_and_the_blamed_lines_of_its_units(rows: Path) -> None:
    first = rows_in(rows)[0]
    assert (first["project"], first["faulty"], first["weight"]) == ("acme+one", True, 1.5)
    assert first["pull"]["code"] == 1.0
    assert [unit["blamed"] for unit in first["units"]].count(1) == 1


def test_every_step_gives_the_same_bytes_twice(mirrors: Path, labels: Path, rows: Path, tmp_path: Path) -> None:
    again = tmp_path / "rows.jsonl"
    main(["rows", str(labels), str(mirrors), str(tmp_path / "kept"), str(again)])
    assert again.read_bytes() == rows.read_bytes()
    models = [tmp_path / name for name in ("one.json", "two.json")]
    for model in models:
        main(["fit", str(rows), str(model)])
    assert models[0].read_bytes() == models[1].read_bytes()


def test_the_order_of_the_rows_has_no_say(rows: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.jsonl"
    turned.write_text("\n".join(reversed(rows.read_text("utf-8").splitlines())), "utf-8")
    for source, name in ((rows, "one.json"), (turned, "two.json")):
        main(["fit", str(source), str(tmp_path / name)])
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_a_model_has_no_coefficient_below_zero_and_a_card_that_names_its_data(rows: Path, tmp_path: Path) -> None:
    main(["fit", str(rows), str(tmp_path / "model.json")])
    model = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert model["card"]["projects"] == {project: {"changes": 9, "faulty": 3} for project in PROJECTS}
    assert all(value > 0 for kind in ("unit", "pull") for value in model[kind]["coefficients"].values())
    assert model["unit"]["cuts"]["medium"] <= model["unit"]["cuts"]["high"] <= model["unit"]["cuts"]["critical"]


def test_the_report_stands_beside_random_and_the_baseline(rows: Path) -> None:
    told = "\n".join(report_lines(rows_in(rows)))
    assert "AUC: model 1.000, added code lines 1.000, random" in told
    assert "recall in the top 20 %" in told


def test_a_clone_that_is_missing_is_named(labels: Path, tmp_path: Path) -> None:
    with pytest.raises(Lacking, match=r"acme\+one"):
        list(rows_of(read_labels(labels), tmp_path, tmp_path, find_git()))


def test_a_commit_that_a_clone_has_not_is_left_out(mirrors: Path, tmp_path: Path) -> None:
    unknown = Labelled("acme+one", "1" * 40, is_faulty=True, faults={}, weight=1.0)
    assert list(rows_of([unknown], mirrors, tmp_path, find_git())) == []


def test_only_changes_of_code_are_drawn_and_each_stands_for_its_like() -> None:
    pool = [
        {"project": "p", "sha": f"{number:03}", "y": 0, "code_la": number % 2, "code_ld": 0} for number in range(1000)
    ]
    drawn = list(sample(pool))
    assert len(drawn) == 400
    assert {record["weight"] for record in drawn} == {500 / 400}
    assert all(record["code_la"] for record in drawn)


def test_a_logistic_tells_rows_of_a_group_apart_and_not_the_groups() -> None:
    groups = ["often"] * 40 + ["seldom"] * 40
    values = [{"size": float(place % 2), "old": 1.0} for place in range(40)] + [
        {"size": float(place % 2)} for place in range(40)
    ]
    labels = [place % 2 == 1 or place % 4 == 0 for place in range(40)] + [place % 20 == 1 for place in range(40)]
    found = fit_binary(values, Labels(labels, [1.0] * 80, groups), ("size", "old"))
    assert found.weights["size"] > 1
    assert found.weights.get("old", 0.0) < 0.2


def test_a_weight_that_would_be_negative_is_none() -> None:
    values = [{"good": float(place % 2)} for place in range(20)]
    assert (
        fit_binary(values, Labels([place % 2 == 0 for place in range(20)], [1.0] * 20, ["p"] * 20), ("good",)).weights
        == {}
    )


def test_a_conditional_logistic_finds_what_the_marked_members_have() -> None:
    group: list[tuple[Values, float]] = [({"mark": 1.0}, 1.0), ({"other": 1.0}, 0.0), ({}, 0.0)]
    groups = [group] * 5
    found = fit_matched(groups, ("mark", "other"))
    assert found.weights["mark"] > 1
    assert "other" not in found.weights


def test_rankings_are_graded_as_people_would_by_hand() -> None:
    ranked = [Graded(3, label=True, weight=1), Graded(2, label=False, weight=1), Graded(1, label=True, weight=1)]
    rows = [*ranked, Graded(0, label=False, weight=2)]
    assert auc(rows) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(rows) == pytest.approx((1 + 2 / 3) / 2)
    assert reached(rows, 0.2) == pytest.approx(0.5)


def test_ties_are_worth_half() -> None:
    assert auc([Graded(1, label=True, weight=1), Graded(1, label=False, weight=5)]) == 0.5
    assert reached([Graded(1, label=True, weight=1), Graded(1, label=False, weight=4)], 0.2) == pytest.approx(0.2)


def test_a_unit_that_is_read_in_part_counts_in_part() -> None:
    units = [{"lines": 4, "blamed": 2}, {"lines": 6, "blamed": 0}]
    assert early(units, lambda unit: unit["lines"] == 4, 0.2) == pytest.approx(0.5)
