"""The tables of a lake as other engines see them; shared by the scripts beside this file."""
import json
import os
import sys

import deltalake
import pyarrow
import pyarrow.dataset

TABLES = [
    "bronze/messages", "silver/events", "silver/visits", "silver/bed_stays", "silver/quarantine", "silver/late",
    "gold/kpis", "gold/predictions", "gold/alerts", "gold/briefings", "gold/model_quality",
    "gold/discharge_forecast",
]

# What the engine keeps of control records and commands; hours of the wall clock, so that lakes differ in them.
ENGINE_TABLES = ["bronze/control", "silver/commands", "silver/rules"]


def open_table(lake, table):
    return deltalake.DeltaTable(os.path.join(lake, table))


def live_files(lake, table):
    """Paths of the files of the newest snapshot."""
    return [uri.removeprefix("file://") for uri in open_table(lake, table).file_uris()]


def rows(lake, table, columns=None):
    """All rows as dictionaries, read by delta-rs."""
    return open_table(lake, table).to_pyarrow_table(columns=columns).to_pylist()


def pyarrow_count(lake, table):
    """Rows of the live files, each read whole by pyarrow."""
    files = live_files(lake, table)
    return sum(pyarrow.dataset.dataset(file, format="parquet").to_table().num_rows for file in files)


def duckdb_count(connection, lake, table):
    """Rows of the live files, read by DuckDB with every column touched."""
    files = live_files(lake, table)
    if not files:
        return 0
    # The hash makes it read every column.
    query = "select count(*), bit_xor(hash(row)) from read_parquet(?, hive_partitioning=true) as row"
    return connection.execute(query, [files]).fetchone()[0]


def finish(failures, checked):
    """Prints the report and ends at once: the engines' threads may abort an orderly end."""
    print(json.dumps({"failures": failures, "checked": checked}))
    sys.stdout.flush()
    os._exit(0)
