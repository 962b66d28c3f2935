"""Nested columns, features and checkpoints across libraries.

read TABLE: prints every row delta-rs sees, one JSON object per line, then its protocol and its version.
write TABLE: writes a table with nested columns, a constraint, change data, a checkpoint and a deletion.
"""
import datetime
import decimal
import json
import sys

import pyarrow as pa
from deltalake import DeltaTable, QueryBuilder, write_deltalake


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def read(path):
    table = DeltaTable(path)
    rows = pa.table(QueryBuilder().register("t", table).execute("select * from t order by id")).to_pylist()
    for row in rows:
        print(json.dumps(plain(row), separators=(",", ":")))
    protocol = table.protocol()
    print(json.dumps({
        "version": table.version(), "reader": protocol.min_reader_version, "writer": protocol.min_writer_version,
    }))


def write(path):
    schema = pa.schema([
        ("id", pa.int64()), ("tiny", pa.int8()), ("small", pa.int16()), ("ratio", pa.float32()),
        ("price", pa.decimal128(10, 2)), ("local", pa.timestamp("us")),
        ("visit", pa.struct([("ward", pa.string()), ("bed", pa.struct([("number", pa.int32())]))])),
        ("codes", pa.list_(pa.string())), ("scores", pa.map_(pa.string(), pa.float64())),
    ])

    def rows(first):
        return pa.Table.from_pylist([{
            "id": i, "tiny": i % 100, "small": -i, "ratio": i / 2, "price": decimal.Decimal(i) / 4,
            "local": datetime.datetime(2026, 1, 1) + datetime.timedelta(seconds=i),
            "visit": None if i % 3 == 0 else {"ward": f"w{i}", "bed": None if i % 3 == 1 else {"number": i}},
            "codes": None if i % 4 == 0 else [f"c{i}", None], "scores": [("a", i / 8), ("b", None)],
        } for i in range(first, first + 10)], schema=schema)

    write_deltalake(path, rows(0), configuration={"delta.enableChangeDataFeed": "true"})
    table = DeltaTable(path)
    table.alter.add_constraint({"positive": "id >= 0"})
    write_deltalake(path, rows(10), mode="append")
    DeltaTable(path).create_checkpoint()
    DeltaTable(path).delete("id = 3")
    write_deltalake(path, rows(20), mode="append")


if sys.argv[1] == "read":
    read(sys.argv[2])
else:
    write(sys.argv[2])
