"""A peer of `make bench-lake`: carries out one command a line, a JSON array, and answers each with a line of JSON.

The commands are those of LakeBench. Only the work itself is timed; the table is in the peer's own memory before.
"""

import json
import sys
import time

DICTIONARY = ["facility", "ward", "patient_id", "visit_id", "event_type", "acuity", "age", "los_hours"]
DELTA = {"event_time": "DELTA_BINARY_PACKED", "arrived_at": "DELTA_BINARY_PACKED"}


class Polars:
    def load(self, path):
        import polars

        self.polars = polars
        self.table = polars.read_parquet(path)
        return self.table.height

    def write(self, path, _threads):
        self.table.write_parquet(path, compression="zstd", compression_level=1)
        return self.table.height

    def read(self, path, _threads):
        return self.polars.read_parquet(path).height

    def columns(self, path, _threads, names):
        return self.polars.read_parquet(path, columns=names.split(",")).height

    def filter(self, path, _threads, column, value):
        return self.polars.scan_parquet(path).filter(self.polars.col(column) == value).collect().height


class Arrow:
    """pyarrow as it comes."""

    options = {}

    def load(self, path):
        import pyarrow.parquet

        self.parquet = pyarrow.parquet
        self.table = self.parquet.read_table(path)
        return self.table.num_rows

    def write(self, path, _threads):
        self.parquet.write_table(self.table, path, compression="zstd", compression_level=1, **self.options)
        return self.table.num_rows

    def read(self, path, _threads):
        return self.parquet.read_table(path).num_rows

    def columns(self, path, _threads, names):
        return self.parquet.read_table(path, columns=names.split(",")).num_rows

    def filter(self, path, _threads, column, value):
        return self.parquet.read_table(path, filters=[(column, "=", value)]).num_rows

    def same(self, path):
        """Whether another's file holds exactly the loaded table."""
        read = self.parquet.read_table(path)
        return int(read.cast(self.table.schema).equals(self.table))


class TunedArrow(Arrow):
    """pyarrow told per column what to do."""

    options = dict(use_dictionary=DICTIONARY, column_encoding=DELTA, write_page_index=True, row_group_size=1 << 18)


class Duck:
    def load(self, path):
        import os

        import duckdb

        self.base = duckdb.connect()
        self.base.execute(f"SET threads = {len(os.sched_getaffinity(0))}")
        self.base.execute(f"CREATE TABLE rows AS FROM read_parquet('{path}')")
        return self._count("FROM rows")

    def _count(self, query):
        return self.base.execute(f"SELECT count(*) FROM ({query})").fetchone()[0]

    def write(self, path, _threads):
        options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
        return self.base.execute(f"COPY rows TO '{path}' ({options})").fetchone()[0]

    def read(self, path, _threads):
        return self.base.sql(f"FROM '{path}'").to_arrow_table().num_rows

    def columns(self, path, _threads, names):
        return self.base.sql(f"SELECT {names} FROM '{path}'").to_arrow_table().num_rows

    def filter(self, path, _threads, column, value):
        return self.base.sql(f"FROM '{path}' WHERE {column} = '{value}'").to_arrow_table().num_rows


class Delta:
    """delta-rs with a handle that is kept."""

    def load(self, path):
        import deltalake
        import pyarrow.parquet

        self.deltalake = deltalake
        self.rows = pyarrow.parquet.read_table(path)
        return self.rows.num_rows

    def cut(self, batches, size):
        size = int(size)
        self.batches = [self.rows.slice(k * size, size).combine_chunks() for k in range(int(batches))]
        return len(self.batches)

    def create(self, folder):
        self.commits = 0
        self.table = self.deltalake.DeltaTable.create(folder, self.rows.schema)
        self.properties = self.deltalake.WriterProperties(compression="ZSTD", compression_level=1)
        return 0

    def append(self, _folder):
        batch = self.batches[self.commits % len(self.batches)]
        self.commits += 1
        step = self.deltalake.Transaction("bench", self.commits)
        self.deltalake.write_deltalake(
            self.table,
            batch,
            mode="append",
            writer_properties=self.properties,
            commit_properties=self.deltalake.CommitProperties(app_transactions=[step]),
        )
        return self.table.version()

    def open(self, folder):
        return self.deltalake.DeltaTable(folder).version()

    def rows_of(self, folder):
        """What delta-rs makes of another's table."""
        return self.deltalake.DeltaTable(folder).count()


PEERS = {"polars": Polars, "pyarrow": Arrow, "tuned": TunedArrow, "duckdb": Duck, "deltalake": Delta}


def main():
    peer = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        command, *words = json.loads(line)
        start = time.perf_counter()
        count = getattr(peer, command)(*words)
        print(json.dumps({"seconds": time.perf_counter() - start, "count": count}), flush=True)


if __name__ == "__main__":
    main()
