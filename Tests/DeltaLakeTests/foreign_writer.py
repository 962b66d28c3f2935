"""Writes a partitioned table with delta-rs: appends, a checkpoint, a deletion and a progress number."""
import datetime
import sys

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

path = sys.argv[1]


def rows(first, count, facility):
    ids = range(first, first + count)
    moment = datetime.datetime(2026, 1, 1, 7, tzinfo=datetime.timezone.utc)
    return pa.table({
        "facility": pa.array([facility] * count, pa.string()),
        "id": pa.array(ids, pa.int64()),
        "wait": pa.array([None if i % 5 == 0 else i / 4 for i in ids], pa.float64()),
        "at": pa.array([moment + datetime.timedelta(seconds=i) for i in ids], pa.timestamp("us", "UTC")),
        "day": pa.array([datetime.date(2026, 1, 1)] * count, pa.date32()),
        "bed": pa.array([i % 7 for i in ids], pa.int32()),
        "open": pa.array([i % 2 == 0 for i in ids], pa.bool_()),
        "raw": pa.array([b"\x00\xff"] * count, pa.binary()),
    })


for number, facility in enumerate(["north", "a b/c%d=e:ü", None]):
    write_deltalake(
        path, rows(number * 10, 10, facility), partition_by=["facility"], mode="append",
        commit_properties=CommitProperties(app_transactions=[Transaction("app", number)]))
    if number == 1:
        DeltaTable(path).create_checkpoint()
DeltaTable(path).delete("id = 3")
