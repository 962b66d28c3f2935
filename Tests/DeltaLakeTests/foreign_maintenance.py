"""Reads one version of a table, and its bare files, with every engine that is there; prints ids or why an engine refuses."""
import json
import sys
from urllib.parse import unquote

path, version, files = sys.argv[1], int(sys.argv[2]), [unquote(name) for name in sys.argv[3:]]


def say(reader, read):
    try:
        print(json.dumps({"reader": reader, "ids": sorted(read())}))
    except ImportError:
        pass
    except Exception as error:
        print(json.dumps({"reader": reader, "refusal": f"{type(error).__name__}: {error}"[:200]}))


def delta_rs():
    import deltalake
    return deltalake.DeltaTable(path, version=version).to_pyarrow_table(columns=["id"])["id"].to_pylist()


def delta_rs_sql():
    import deltalake
    import pyarrow
    builder = deltalake.QueryBuilder().register("t", deltalake.DeltaTable(path, version=version))
    return pyarrow.table(builder.execute("select id from t").read_all())["id"].to_pylist()


def polars():
    import polars
    return polars.read_delta(path, version=version)["id"].to_list()


def pyarrow_files():
    import pyarrow.parquet
    return [i for name in files for i in pyarrow.parquet.ParquetFile(name).read(columns=["id"])["id"].to_pylist()]


def duckdb_files():
    import duckdb
    return [row[0] for row in duckdb.connect().execute("select id from read_parquet(?)", [files]).fetchall()]


say("delta-rs", delta_rs)
say("delta-rs sql", delta_rs_sql)
say("polars", polars)
say("pyarrow files", pyarrow_files)
say("duckdb files", duckdb_files)
