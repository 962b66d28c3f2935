"""Single files: write, full read, two columns and one ward, ours and the peers' in turn."""

import os
import statistics

from report import Failure
from worker import Workers

TWO_COLUMNS = "ward,los_hours"
WARD = "ORTHO"
# Each command with a path and the number of threads, which the peers find out by themselves. What each side reads is
# what it wrote itself.
WORK = {"write": [], "read": [], "columns": [TWO_COLUMNS], "filter": ["ward", WARD]}


def in_turn(workers, command, paths, cores, runs):
    """Medians of seconds per side; all sides must find the same count."""
    seconds = {name: [] for name in workers}
    counts = {}
    for _ in range(runs):
        for name, worker in workers.items():
            took, counts[name] = worker.ask(command, paths[name], len(cores.split(",")), *WORK[command])
            seconds[name].append(took)
    if len(set(counts.values())) != 1:
        raise Failure(f"{command}: the sides found different numbers of rows: {counts}")
    return {name: statistics.median(values) for name, values in seconds.items()}


def measure(report, binary, table, rows, options, work):
    # (command, the peer the goal is against, the goal)
    goals = {1: [("write", "polars", 1.0), ("read", "polars", 1.25), ("columns", "pyarrow", 1.0),
                 ("filter", "polars", 1.0)],
             2: [("write", "polars", 1.0), ("read", "polars", 1.25)]}
    sizes = {}
    for count, cores in ((1, "0"), (2, "0,1")):
        names = ["ours", "polars", "tuned", "pyarrow"] + (["duckdb"] if options.all_peers else [])
        with Workers(names, cores, binary) as workers:
            for name, worker in workers.items():
                if worker.ask("load", table)[1] != rows:
                    raise Failure(f"{name} did not load the whole table")
            paths = {name: work / f"{name}.parquet" for name in workers}
            label = f"{count}_core{'s' if count > 1 else ''}"
            for command in WORK:
                medians = in_turn(workers, command, paths, cores, options.runs)
                if command == "write":
                    sizes = {name: os.path.getsize(path) for name, path in paths.items()}
                    if count == 1 and not workers["pyarrow"].ask("same", paths["ours"])[1]:
                        raise Failure("pyarrow reads other values from our file than are in the table")
                for goal, peer, limit in goals[count]:
                    if goal == command:
                        ratio = medians["ours"] / medians[peer]
                        report.goal(f"{command}_{label}_vs_{peer}", ratio, limit)
                for name, seconds in medians.items():
                    report.info(f"{command}_{label}_{name}_seconds", seconds, digits=3)
    report.goal("file_size_vs_tuned", sizes["ours"] / sizes["tuned"], 1.0, digits=3)
    for name, size in sizes.items():
        report.info(f"file_{name}_mb", size / 1e6, digits=1)
