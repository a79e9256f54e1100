#!/usr/bin/env bash
# Times other engines on the nine rules (W1), over receipts that `export` writes, and compares their answers. Everything that is
# installed or written lands in work/ beside this script, which git ignores.
#
#   run.sh [RECEIPTS]     receipts for DuckDB and polars, 1,000,000 if not said; the others get the first of them
#
# Needs Rust, Python 3.11 and Node 20 or newer, and the network the first time.
set -euo pipefail
cd "$(dirname "$0")"
receipts=${1:-1000000}
mkdir -p work
work=$PWD/work

if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet duckdb polars pyarrow
fi
if [ ! -d "$work/node_modules" ]; then
    cp package.json "$work/"
    (cd "$work" && npm install --silent --no-audit --no-fund)
fi

cargo run --release --quiet -p treue-benches --example export -- "$work" "$receipts"
"$work/venv/bin/python" tables.py "$work" | tee "$work/figures.ndjson"
cp rules.mjs "$work/"
(cd "$work" && node rules.mjs) | tee -a "$work/figures.ndjson"
