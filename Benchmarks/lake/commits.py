"""Small commits and long logs: ours beside delta-rs."""

import json
import pathlib
import shutil
import statistics
import tempfile
import uuid

from report import Failure
from worker import Workers

BATCH_ROWS = 5_000
# Enough different batches that nothing is learnt by heart, few enough to hold on both sides. As many as are compared at
# the ends of a table, so that both ends commit the same rows.
BATCHES = 20


def measure(report, binary, table, options, work):
    commits = options.commits
    # delta-rs slows down with the table, so both sides are compared over the first commits only.
    compared = min(200, commits)
    folders = {name: work / f"commits-{name}" for name in ("ours", "deltalake")}
    with Workers(folders, "0", binary) as workers:
        for name, worker in workers.items():
            worker.ask("load", table)
            worker.ask("cut", BATCHES, BATCH_ROWS)
            folders[name].mkdir()
            worker.ask("create", folders[name])
        seconds = {name: [] for name in workers}
        for number in range(commits):
            for name, worker in workers.items():
                if name != "ours" and number >= compared:
                    continue
                took, version = worker.ask("append", folders[name])
                if version != number + 1:
                    raise Failure(f"{name} is at version {version} after commit {number + 1}")
                seconds[name].append(took * 1e3)
        if workers["deltalake"].ask("rows_of", folders["ours"])[1] != commits * BATCH_ROWS:
            raise Failure("delta-rs does not find every row of our table")
        ours, theirs = seconds["ours"], seconds["deltalake"]
        ratio = statistics.median(ours[:compared]) / statistics.median(theirs)
        report.goal("commit_p50_vs_deltalake", ratio, 0.4)
        _growth(report, workers["ours"], commits)
        for name, values in seconds.items():
            report.info(f"commit_{name}_p50_ms", statistics.median(values))
            report.info(f"commit_{name}_p99_ms", sorted(values)[len(values) * 99 // 100])
        _long_log(report, workers, folders["ours"], options, work)


# On a disk the kernel begins to write back what the first commits left in its cache, which slows the later ones for any
# writer; in memory the table's own cost is left.
MEMORY = pathlib.Path("/dev/shm")
TABLES = 7


def _growth(report, worker, commits):
    """How much more the last twenty commits of a table cost than the first twenty: the median over tables.

    The last ones take turns with the first ones of a new table, rows alike, as the machine does the same work in 6 or in
    10 ms from one second to the next. What the same table's own first commits took seconds before is told beside it.
    """
    compared, across = [], []
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:

        def create(name):
            table = pathlib.Path(folder) / name
            table.mkdir()
            worker.ask("create", table)
            return table

        def append(table):
            return worker.ask("append", table)[0]

        for number in range(TABLES):
            old, new = create(f"old-{number}"), create(f"new-{number}")
            early = [append(old) for _ in range(commits - BATCHES)][:BATCHES]
            last, first = [], []
            for turn in range(BATCHES):
                sides = [(old, last), (new, first)]
                for table, seconds in sides if turn % 2 else reversed(sides):
                    seconds.append(append(table))
            compared.append(statistics.median(last) / statistics.median(first))
            across.append(statistics.median(last) / statistics.median(early))
            shutil.rmtree(old)
            shutil.rmtree(new)
    report.goal("commit_last20_vs_first20", statistics.median(compared), 1.2)
    report.info("commit_last20_vs_first20_highest", max(compared))
    report.info("commit_last20_vs_own_first20", statistics.median(across))
    report.info("commit_last20_vs_own_first20_highest", max(across))


def _long_log(report, workers, model, options, work):
    """A log of commits like those of `model`, opened without and with a checkpoint."""
    folder = work / "long-log"
    log = folder / "_delta_log"
    log.mkdir(parents=True)
    shutil.copy(model / "_delta_log" / f"{0:020}.json", log)
    actions = [json.loads(line) for line in (model / "_delta_log" / f"{1:020}.json").read_text().splitlines()]
    for version in range(1, options.log):
        for action in actions:
            if "add" in action:
                action["add"]["path"] = f"part-00000-{uuid.UUID(int=version)}-c000.zstd.parquet"
                action["add"]["size"] += 1
            if "txn" in action:
                action["txn"]["version"] = version
        lines = (json.dumps(action, separators=(",", ":")) for action in actions)
        (log / f"{version:020}.json").write_text("\n".join(lines) + "\n")

    def opened(name):
        took = []
        for _ in range(options.runs):
            seconds, version = workers[name].ask("open", folder)
            if version != options.log - 1:
                raise Failure(f"{name} opened version {version} of a log that ends at {options.log - 1}")
            took.append(seconds * 1e3)
        return statistics.median(took)

    report.goal("open_log_ms", opened("ours"), 300, digits=1)
    report.info("open_log_deltalake_ms", opened("deltalake"), digits=1)
    took = [workers["ours"].ask("checkpoint", folder)[0] * 1e3 for _ in range(options.runs)]
    report.goal("checkpoint_write_ms", statistics.median(took), 500, digits=1)
    report.goal("open_checkpoint_ms", opened("ours"), 30, digits=1)
    report.info("open_checkpoint_deltalake_ms", opened("deltalake"), digits=1)
