"""Expects the messages of one lake to be, partition by partition, the first ones of another's.

Offsets order them and are not compared: a run appends its rules to the log, between whatever messages it then finds.
"""
import collections
import sys

import tables


def records(lake):
    partitions = collections.defaultdict(list)
    for row in tables.rows(lake, "bronze/messages"):
        partitions[row["partition"]].append((row["offset"], row["kind"], row["received_at"], row["raw"]))
    return {partition: [row[1:] for row in sorted(rows)] for partition, rows in partitions.items()}


failures = []
part, whole = records(sys.argv[1]), records(sys.argv[2])
for partition, rows in part.items():
    if rows != whole.get(partition, [])[:len(rows)]:
        failures.append(f"partition {partition}: {len(rows)} records are not the first of {len(whole.get(partition, []))}")
control = len(tables.rows(sys.argv[1], "bronze/control"))
tables.finish(failures, {"rows": sum(map(len, part.values())), "control": control})
