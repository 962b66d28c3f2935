"""Runs the lake benchmark and compares it with the goals; called by Benchmarks/run-lake."""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import commits  # noqa: E402
import files  # noqa: E402
import table  # noqa: E402
from report import Failure, Report, Unavailable  # noqa: E402

USAGE, UNAVAILABLE, FAILED = 64, 69, 2


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def arguments():
    parser = Arguments(prog="Benchmarks/run-lake", description="Parquet and Delta beside their peers.")
    parser.add_argument("--rows", type=int, default=2_000_000, help="rows of the table; fewer for development")
    parser.add_argument("--runs", type=int, default=5, help="alternating runs of all sides; the median counts")
    parser.add_argument("--commits", type=int, default=1_000, help="small commits of ours")
    parser.add_argument("--log", type=int, default=10_000, help="commits of the long log")
    parser.add_argument("--only", choices=["files", "commits"], help="measure only this")
    parser.add_argument("--all-peers", action="store_true", help="DuckDB too, which no goal is against")
    parser.add_argument("--keep", action="store_true", help="keep the files and tables that were written")
    options = parser.parse_args()
    least = commits.BATCHES * commits.BATCH_ROWS
    if options.rows < least or options.runs < 1 or options.commits < 40 or options.log < 2:
        parser.error(f"--rows: at least {least}; --runs: 1; --commits: 40; --log: 2")
    return options


def main():
    options = arguments()
    binary = pathlib.Path(os.environ.get("LAKE_BENCH_BINARY") or HERE.parent / ".build" / "release" / "LakeBench")
    report = Report()
    # The generated table is kept for the next run; everything else goes.
    cache = pathlib.Path(tempfile.gettempdir()) / "wardflow-benchmarks"
    cache.mkdir(exist_ok=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="lake-", dir=cache))
    try:
        if not os.access(binary, os.X_OK):
            raise Unavailable(f"{binary}: no release build; run `make bench-lake`")
        if os.cpu_count() < 2 or shutil.which("taskset") is None:
            raise Unavailable("two cores and taskset are needed")
        source = cache / f"lake-{options.rows}-{table.SEED}.parquet"
        table.make(source, options.rows)
        if options.only != "commits":
            files.measure(report, binary, source, options.rows, options, work)
        if options.only != "files":
            commits.measure(report, binary, source, options, work)
        report.info("load_average", os.getloadavg()[0], digits=1)
    except Unavailable as error:
        print(f"bench: {error}", file=sys.stderr)
        return UNAVAILABLE
    except Failure as error:
        print(f"bench: {error}", file=sys.stderr)
        return FAILED
    finally:
        if options.keep:
            print(f"bench: kept {work}", file=sys.stderr)
        else:
            shutil.rmtree(work, ignore_errors=True)
    return 1 if report.is_short else 0


if __name__ == "__main__":
    sys.exit(main())
