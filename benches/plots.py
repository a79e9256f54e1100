"""Draws the plots of docs/performance.md from measured figures.

    plots.py FIGURES.json PEERS.ndjson DIRECTORY

FIGURES.json is what `cargo bench -p treue-benches --bench ratios -- --json FIGURES.json` wrote, PEERS.ndjson what
benches/peers/run.sh wrote.
"""

import json
import math
import pathlib
import sys
from html import escape

WIDTH, LABEL, BAR, GAP = 860, 330, 18, 8


def label_of(value):
    """Four digits; large ones written out."""
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.4g}"


def chart(title, rows, unit):
    """Horizontal bars on a logarithmic scale: (label, value, whether it is Treue)."""
    least = 10 ** math.floor(math.log10(min(v for _, v, _ in rows)))
    most = 10 ** math.ceil(math.log10(max(v for _, v, _ in rows)))
    span = math.log10(most / least) or 1
    room = WIDTH - LABEL - 90
    height = 60 + len(rows) * (BAR + GAP)

    def x(value):
        return LABEL + room * math.log10(value / least) / span

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="10" y="20" font-size="15">{escape(title)}</text>',
    ]
    for power in range(round(math.log10(least)), round(math.log10(most)) + 1):
        at = x(10.0**power)
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="32" y2="{height - 22}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.1f}" y="{height - 8}" text-anchor="middle" fill="#666">{10.0**power:g}</text>')
    for row, (label, value, ours) in enumerate(rows):
        y = 36 + row * (BAR + GAP)
        colour = "#1b7f5c" if ours else "#9aa5b1"
        parts.append(f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(label)}</text>')
        parts.append(f'<rect x="{LABEL}" y="{y}" width="{max(x(value) - LABEL, 1):.1f}" height="{BAR}" fill="{colour}"/>')
        parts.append(f'<text x="{x(value) + 5:.1f}" y="{y + 13}">{label_of(value)} {escape(unit)}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def main():
    figures, peers, directory = (pathlib.Path(a) for a in sys.argv[1:4])
    rows = json.loads(figures.read_text())
    peers = [json.loads(line) for line in peers.read_text().splitlines()]
    by_hand = 'by hand'

    def of(start):
        found = [r for r in rows if r["work"].startswith(start) and r["unit"] == "ns/receipt"]
        return [(r["work"].removeprefix(start).lstrip(", "), r["figure"], by_hand not in r["work"]) for r in found]

    w1 = of("W1 in memory")
    hand = w1[0][1]
    # Peers ran at another moment: their ratio is what counts.
    w1 += [(p["engine"], p["ratio"] * hand, False) for p in peers]
    w1.sort(key=lambda row: row[1])
    (directory / "w1.svg").write_text(chart("W1 in memory, one thread, nanoseconds a receipt", w1, "ns"))
    rules = [(f"{label}", value, ours) for label, value, ours in of("W3")]
    (directory / "rules.svg").write_text(chart("W3: totals by number of rules, nanoseconds a receipt", rules, "ns"))
    files = of("NDJSON to") + of("Parquet to")
    (directory / "files.svg").write_text(chart("Files to W1 totals, nanoseconds a receipt", files, "ns"))


main()
