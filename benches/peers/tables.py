"""W1 by DuckDB and polars, one thread, over flat tables in memory; the check numbers are made in the query.

The least CPU time of some passes counts. One line of JSON an engine: name, version, nanoseconds a receipt, ratio to the loop by
hand that `export` has timed. Wrong answers end the run.
"""

import json
import os
import pathlib
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import polars as pl

PASSES = 5
work = pathlib.Path(sys.argv[1])
facts = json.loads((work / "facts.json").read_text())

EXCLUDED = ["c1", "c2", "c3"]
BRANDS = ["b5", "b11", "b17"]
VARIETY = [f"c{n}" for n in range(10, 18)]
STORES = [f"s{n}" for n in range(1, 21)]


def timed(name, version, query):
    best = None
    for _ in range(PASSES):
        start = time.process_time_ns()
        answer = query()
        spent = time.process_time_ns() - start
        best = spent if best is None else min(best, spent)
        if answer != facts["check"]:
            raise SystemExit(f"{name}: {answer} instead of {facts['check']}")
    each = best / facts["receipts"]
    print(
        json.dumps(
            {
                "engine": name,
                "version": version,
                "receipts": facts["receipts"],
                "ns": round(each, 1),
                "ratio": round(each / facts["by_hand"], 2),
            }
        ),
        flush=True,
    )


def texts(values):
    return ", ".join(f"'{value}'" for value in values)


SQL = f"""
with sums as (
  select receipt_id,
    sum(case when category not in ({texts(EXCLUDED)}) then amount else 0 end) as eligible,
    sum(case when category = 'c4' then amount // 100 else 0 end) as fresh,
    sum(case when brand in ({texts(BRANDS)}) then qty else 0 end) as items,
    count(distinct case when category in ({texts(VARIETY)}) then category end) as kinds
  from lines group by receipt_id
), scored as (
  select h.receipt_id, eligible // 100 as base,
    least(500, 4 * fresh + 20 * items
      + case when (ts // 86400 + 3) % 7 >= 5 then eligible // 100 else 0 end
      + case when ts // 3600 % 24 in (17, 18) then eligible // 100 // 10 else 0 end
      + case when eligible >= 7500 then 50 else 0 end
      + case when kinds >= 3 then 100 else 0 end
      + case when store in ({texts(STORES)}) then 15 else 0 end
      + case when channel = 'app' then 25 else 0 end) as bonus
  from heads h join sums using (receipt_id)
)
select sum(base + bonus), sum(bonus), sum((base + bonus) * (receipt_id % 65521 + 1)) from scored
"""


def of_duckdb(kind):
    db = duckdb.connect()
    db.execute("set threads = 1")
    db.execute(f"create table heads as select * from read_csv('{work}/heads.csv')")
    db.execute(f"create table lines as select * from read_csv('{work}/lines.csv')")
    if kind == "ENUM":
        for table, columns in (("heads", ["store", "channel"]), ("lines", ["category", "brand"])):
            for column in columns:
                db.execute(f"create type {column}_texts as enum (select distinct {column} from {table} order by 1)")
                db.execute(f"alter table {table} alter {column} type {column}_texts")
    return lambda: [int(n) for n in db.execute(SQL).fetchone()]


def of_polars():
    text = pl.Categorical
    heads = pl.read_csv(work / "heads.csv", schema_overrides={"store": text, "channel": text})
    lines = pl.read_csv(work / "lines.csv", schema_overrides={"category": text, "brand": text})
    category, amount = pl.col("category").cast(pl.String), pl.col("amount")

    # Which values of a dictionary are meant is asked once.
    def one_of(column, values):
        return pl.col(column).cast(pl.String).is_in(values)

    def given(condition, points):
        return pl.when(condition).then(points).otherwise(0)

    def query():
        sums = (
            lines.lazy()
            .group_by("receipt_id")
            .agg(
                given(~one_of("category", EXCLUDED), amount).sum().alias("eligible"),
                given(category == "c4", amount // 100).sum().alias("fresh"),
                given(one_of("brand", BRANDS), pl.col("qty")).sum().alias("items"),
                pl.col("category").filter(one_of("category", VARIETY)).n_unique().alias("kinds"),
            )
        )
        base, ts = pl.col("eligible") // 100, pl.col("ts")
        bonus = (
            4 * pl.col("fresh")
            + 20 * pl.col("items")
            + given((ts // 86400 + 3) % 7 >= 5, base)
            + given((ts // 3600 % 24).is_in([17, 18]), base // 10)
            + given(pl.col("eligible") >= 7500, 50)
            + given(pl.col("kinds") >= 3, 100)
            + given(one_of("store", STORES), 15)
            + given(one_of("channel", ["app"]), 25)
        )
        scored = heads.lazy().join(sums, on="receipt_id").select(
            "receipt_id", base.alias("base"), pl.min_horizontal(bonus, pl.lit(500)).alias("bonus")
        )
        points = pl.col("base") + pl.col("bonus")
        return list(
            scored.select(
                points.sum(),
                pl.col("bonus").sum().alias("bonus"),
                (points * (pl.col("receipt_id") % 65521 + 1)).sum().alias("place"),
            )
            .collect()
            .row(0)
        )

    return query


timed("DuckDB, ENUM", duckdb.__version__, of_duckdb("ENUM"))
timed("DuckDB, VARCHAR", duckdb.__version__, of_duckdb("VARCHAR"))
timed("polars", pl.__version__, of_polars())
