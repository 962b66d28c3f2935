"""Opens one table with delta-rs, DuckDB and Polars and prints what each of them sees, one JSON object per line."""
import json
import sys

path = sys.argv[1]


def say(name, rows):
    rows = sorted(rows, key=lambda row: row["id"])
    print(json.dumps({
        "reader": name,
        "ids": [row["id"] for row in rows],
        "facilities": sorted({row["facility"] or "" for row in rows}),
        "waits": sum(row["wait"] is not None for row in rows),
            }))


import deltalake  # noqa: E402

table = deltalake.DeltaTable(path)
say("delta-rs", table.to_pyarrow_table().to_pylist())
print(json.dumps({
    "reader": "delta-rs-log",
    "version": table.version(),
    "app": table.transaction_version("app"),
    "description": table.metadata().description,
    "fields": [field.name for field in table.schema().fields],
    "pruned": table.to_pyarrow_dataset().to_table(
        filter=__import__("pyarrow.compute").compute.field("id") == 3).num_rows,
}))

try:
    import polars
    say("polars", polars.read_delta(path).to_dicts())
except ImportError:
    pass
try:
    import duckdb
    connection = duckdb.connect()
    connection.execute("INSTALL delta; LOAD delta;")
    rows = connection.execute(f"select * from delta_scan('{path}')").fetch_arrow_table().to_pylist()
    say("duckdb", rows)
except Exception as error:  # the extension needs the network at first use
    print("skipped duckdb:", type(error).__name__, file=sys.stderr)
