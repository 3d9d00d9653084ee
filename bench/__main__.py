"""`python -m bench [pulls|acks|units|law|mutants|claims]`: how fast the App is, and whether what it says is so."""

import argparse
import sys
from pathlib import Path

from bench.acks import Load, bench_acks
from bench.claims.run import Wanted as Messages
from bench.claims.run import bench_claims
from bench.law import bench_law
from bench.mutants.run import Wanted, bench_mutants
from bench.pulls import bench_pulls
from bench.units import bench_growth, bench_units

_FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "pulls"


def main(arguments: list[str]) -> None:
    """Run one benchmark and print its numbers, with sample sizes."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    kinds = parser.add_subparsers(dest="kind")
    pulls = kinds.add_parser("pulls", help="seconds by stage, pulls a minute, peak memory (the default)")
    for place in (parser, pulls):
        place.add_argument("--pulls", type=Path, help="JSON Lines of real pulls; without it, the demo's pulls")
        place.add_argument("--mirrors", type=Path, help="folder of bare clones, by repository name")
        place.add_argument("--repeat", type=int, default=3, help="runs of each pull; the median counts (default 3)")
    acks = kinds.add_parser("acks", help="latency of POST /webhook under a steady load")
    acks.add_argument("--rate", type=int, default=100, help="deliveries a second (default 100)")
    acks.add_argument("--seconds", type=int, default=30, help="how long (default 30)")
    units = kinds.add_parser("units", help="processor time of change units beside parsing alone, and how it grows")
    units.add_argument("--cases", type=Path, help="JSON Lines of cases; without it, only the growth")
    law = kinds.add_parser("law", help="real commits: every changed line is in exactly one unit")
    law.add_argument("--mirrors", type=Path, required=True, help="folder of bare clones; all of them are read")
    law.add_argument("--commits", type=int, default=2000, help="newest commits, as many of each clone (default 2000)")
    edits = kinds.add_parser(
        "mutants", help="behavioural edits hidden in mechanical diffs: none may be called mechanical"
    )
    edits.add_argument("--mirrors", type=Path, required=True, help="folder of bare clones; all of them are read")
    edits.add_argument("--seed", type=int, default=1, help="what is drawn, and which edits (default 1)")
    edits.add_argument("--count", type=int, default=2000, help="edits in recognised diffs (default 2000)")
    edits.add_argument("--context", type=int, default=300, help="changes of context (default 300)")
    edits.add_argument("--commits", type=int, default=400, help="newest commits of each repository (default 400)")
    edits.add_argument("--each", type=int, default=30, help="diffs of each language and sort (default 30)")
    edits.add_argument("--unrecognised", type=int, default=0, help="list so many that are not recognised")
    claims = kinds.add_parser(
        "claims", help="true messages of merged pulls, and untrue ones: what the verdicts make of them"
    )
    claims.add_argument("--mirrors", type=Path, required=True, help="folder of bare clones; all of them are read")
    claims.add_argument("--seed", type=int, default=1, help="what is drawn (default 1)")
    claims.add_argument(
        "--plain", type=int, default=20, help="pulls of each repository, whatever they say (default 20)"
    )
    claims.add_argument("--each", type=int, default=12, help="and as many that fit each kind (default 12)")
    claims.add_argument("--commits", type=int, default=3000, help="of the newest so many (default 3000)")
    claims.add_argument("--shown", type=int, default=0, help="list so many missed ones of each kind")
    given = parser.parse_args(arguments)
    if given.kind == "claims":
        bench_claims(given.mirrors, Messages(given.seed, given.plain, given.each, given.commits, given.shown))
        return
    if given.kind == "mutants":
        counts = (given.seed, given.count, given.context, given.commits, given.each, given.unrecognised)
        bench_mutants(given.mirrors, Wanted(*counts))
        return
    if given.kind == "law":
        bench_law(given.mirrors, given.commits)
        return
    if given.kind == "units":
        if given.cases is not None:
            bench_units(given.cases)
        bench_growth()
        return
    if given.kind == "acks":
        bench_acks(Load(given.rate, given.seconds))
        return
    if (given.pulls is None) != (given.mirrors is None):
        parser.error("--pulls and --mirrors go together")
    bench_pulls(given.pulls, given.mirrors, _FIXTURES, given.repeat)


if __name__ == "__main__":
    main(sys.argv[1:])
