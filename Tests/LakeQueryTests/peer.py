"""The other engine: makes a lake with deltalake and answers the same SQL with DuckDB over pyarrow tables.

peer.py make LAKE SEED          writes the tables
peer.py answer LAKE < queries   one JSON list of statements in, one JSON list of row lists out
"""

import datetime as dt
import decimal
import json
import os
import random
import sys

import deltalake
import duckdb
import pyarrow as pa

UTC = dt.timezone.utc
START = dt.datetime(2026, 1, 1, tzinfo=UTC)
WARDS = ["ED", "AMU", "MED", "Zürich", "a'b", "ICU_1", "100%", None]
SERVICES = ["cardiology", "card", "CARDIO", "surgery", "", None]
TABLES = {
    "bronze/messages": ["facility"],
    "silver/visits": ["facility"],
    "silver/stays": [],
    "gold/kpis": ["facility", "day"],
    "types": [],
}


def moment(r):
    seconds = r.randrange(0, 14 * 24 * 3600, 900)
    micros = r.choice([0, 0, 0, 500_000, 123_456, 1])
    return START + dt.timedelta(seconds=seconds, microseconds=micros)


def maybe(r, value, share=0.15):
    return None if r.random() < share else value


def messages(r, count):
    return pa.table(
        {
            "facility": pa.array([r.choice(["north", "south", None]) for _ in range(count)], pa.string()),
            "partition": pa.array([r.randrange(3) for _ in range(count)], pa.int32()),
            "offset": pa.array([r.choice([i, 2**40 + i, -i]) for i in range(count)], pa.int64()),
            "kind": pa.array([r.choice(["message", "shift", "heartbeat"]) for _ in range(count)], pa.string()),
            "received_at": pa.array([moment(r) for _ in range(count)], pa.timestamp("us", "UTC")),
            "raw": pa.array([bytes(r.randrange(256) for _ in range(r.randrange(6))) for _ in range(count)], pa.binary()),
        }
    )


def visits(r, count):
    return pa.table(
        {
            "facility": pa.array([r.choice(["north", "south", "west"]) for _ in range(count)], pa.string()),
            "visit": pa.array([f"V{r.randrange(count)}" for _ in range(count)], pa.string()),
            "ward": pa.array([r.choice(WARDS) for _ in range(count)], pa.string()),
            "service": pa.array([r.choice(SERVICES) for _ in range(count)], pa.string()),
            "acuity": pa.array([maybe(r, r.randrange(-2, 6)) for _ in range(count)], pa.int32()),
            "stays": pa.array([maybe(r, r.randrange(0, 2**33)) for _ in range(count)], pa.int64()),
            "los_hours": pa.array([maybe(r, r.randrange(-40, 400) / 4) for _ in range(count)], pa.float64()),
            "admitted": pa.array([maybe(r, r.random() < 0.5) for _ in range(count)], pa.bool_()),
            "born": pa.array(
                [maybe(r, dt.date(1930, 1, 1) + dt.timedelta(days=r.randrange(30_000))) for _ in range(count)],
                pa.date32(),
            ),
            "arrived_at": pa.array([maybe(r, moment(r)) for _ in range(count)], pa.timestamp("us", "UTC")),
        }
    )


def stays(r, count):
    return pa.table(
        {
            "visit": pa.array([f"V{r.randrange(count)}" for _ in range(count)], pa.string()),
            "sequence": pa.array([r.randrange(4) for _ in range(count)], pa.int32()),
            "ward": pa.array([r.choice(WARDS) for _ in range(count)], pa.string()),
            "started_at": pa.array([moment(r) for _ in range(count)], pa.timestamp("us", "UTC")),
        }
    )


def kpis(r, count):
    return pa.table(
        {
            "facility": pa.array([r.choice(["north", "south", "west"]) for _ in range(count)], pa.string()),
            "day": pa.array([dt.date(2026, 1, 1 + r.randrange(4)) for _ in range(count)], pa.date32()),
            "ward": pa.array([r.choice(WARDS) for _ in range(count)], pa.string()),
            "kpi": pa.array([r.choice(["los_hours", "arrivals", "boarders"]) for _ in range(count)], pa.string()),
            "value": pa.array([r.randrange(0, 4000) / 8 for _ in range(count)], pa.float64()),
            "bucket_start": pa.array([moment(r) for _ in range(count)], pa.timestamp("us", "UTC")),
        }
    )


def every_type(r, count):
    """A column of each type Delta knows; only for this engine's own types test."""
    item = pa.struct([("code", pa.string()), ("when", pa.timestamp("us", "UTC")), ("sizes", pa.list_(pa.int32()))])
    whole = lambda bits: [maybe(r, r.randrange(-(2 ** (bits - 1)), 2 ** (bits - 1))) for _ in range(count)]

    def one():
        sizes = maybe(r, [maybe(r, r.randrange(9)) for _ in range(r.randrange(4))])
        return {"code": maybe(r, r.choice(WARDS)), "when": maybe(r, moment(r)), "sizes": sizes}

    return pa.table(
        {
            "id": pa.array(range(count), pa.int64()),
            "tiny": pa.array(whole(8), pa.int8()),
            "small": pa.array(whole(16), pa.int16()),
            "single": pa.array([maybe(r, r.randrange(-400, 400) / 8) for _ in range(count)], pa.float32()),
            "money": pa.array(
                [maybe(r, decimal.Decimal(r.randrange(-(10**9), 10**9)).scaleb(-2)) for _ in range(count)],
                pa.decimal128(12, 2),
            ),
            "exact": pa.array(
                [maybe(r, decimal.Decimal(r.randrange(-(10**37), 10**37)).scaleb(-20, decimal.Context(40))) for _ in range(count)],
                pa.decimal128(38, 20),
            ),
            "clock": pa.array([maybe(r, moment(r).replace(tzinfo=None)) for _ in range(count)], pa.timestamp("us")),
            "item": pa.array([maybe(r, one()) for _ in range(count)], item),
            "items": pa.array([maybe(r, [maybe(r, one()) for _ in range(r.randrange(4))]) for _ in range(count)], pa.list_(item)),
            "labels": pa.array(
                [maybe(r, [(f"k{i}", maybe(r, r.choice(SERVICES))) for i in range(r.randrange(3))]) for _ in range(count)],
                pa.map_(pa.string(), pa.string()),
            ),
        }
    )


def make(lake, seed):
    r = random.Random(seed)
    makers = {"bronze/messages": messages, "silver/visits": visits, "silver/stays": stays, "gold/kpis": kpis, "types": every_type}
    for name, partitions in TABLES.items():
        for _ in range(r.randrange(2, 5)):
            deltalake.write_deltalake(
                os.path.join(lake, name),
                makers[name](r, r.randrange(20, 120)),
                mode="append",
                partition_by=partitions or None,
            )


def text(value):
    """A value as our engine shows it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dt.datetime):
        value = value.astimezone(UTC) if value.tzinfo else value
        zone = "Z" if value.tzinfo else ""
        micros = value.microsecond
        fraction = "" if micros == 0 else f".{micros // 1000:03}" if micros % 1000 == 0 else f".{micros:06}"
        return value.strftime("%Y-%m-%dT%H:%M:%S") + fraction + zone
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        # DuckDB sums whole numbers to a HUGEINT, which Arrow takes for a decimal without a fraction.
        return int(value) if value.as_tuple().exponent == 0 else str(value)
    if isinstance(value, (bytes, bytearray)):
        return "x'" + bytes(value).hex() + "'"
    return value


def json_text(value, kind):
    return json.dumps(plain(value, kind), separators=(",", ":"), ensure_ascii=False)


def plain(value, kind):
    """A nested value as JSON has it."""
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return {f.name: plain(value[f.name], f.type) for f in kind}
    if pa.types.is_map(kind):
        return {k: plain(v, kind.item_type) for k, v in value}
    if pa.types.is_list(kind):
        return [plain(v, kind.value_type) for v in value]
    return text(value)


def rows_of(table):
    """Rows as lists; by way of Arrow, since DuckDB's own would need pytz, and two columns may share a name."""
    columns = []
    for column in table.columns:
        if pa.types.is_timestamp(column.type) and column.type.tz:
            values = column.cast(pa.int64()).to_pylist()
            columns.append([v if v is None else START.fromtimestamp(0, UTC) + dt.timedelta(microseconds=v) for v in values])
        elif pa.types.is_nested(column.type):
            columns.append([v if v is None else json_text(v, column.type) for v in column.to_pylist()])
        else:
            columns.append(column.to_pylist())
    return [[text(v) for v in row] for row in zip(*columns)]


def answer(lake):
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    for schema in ("bronze", "silver", "gold"):
        database.execute(f"CREATE SCHEMA {schema}")
    for name in TABLES:
        schema, table = name.split("/") if "/" in name else ("main", name)
        rows = deltalake.DeltaTable(os.path.join(lake, name)).to_pyarrow_table()
        database.register("incoming", rows)
        database.execute(f"CREATE TABLE {schema}.{table} AS SELECT * FROM incoming")
        database.unregister("incoming")
    answers = []
    for sql in json.load(sys.stdin):
        try:
            answers.append(rows_of(database.sql(sql).to_arrow_table()))
        except duckdb.Error as error:
            answers.append(f"{type(error).__name__}: {error}")
    json.dump(answers, sys.stdout)


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    answer(sys.argv[2])
