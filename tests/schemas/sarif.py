"""Holds every SARIF log of the command to the published schema. Usage: sarif.py PATH-OF-TREUE"""

import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = 'programme "P" { currency CHF  timezone "Europe/Zurich"  unit points { worth 0.01 CHF } }\n'

# Texts that cannot be read, and one with findings, second places and fixes.
TEXTS = {
    "empty": "",
    "no programme": "earn base { 5 points }",
    "cut off": HEADER + "earn ba",
    "open quote": HEADER + 'lines a = all lines where label "b',
    "marks": HEADER + "}}} ((( \u202e \u0435arn",
    "controls": HEADER + "earn a \u0001\u0000 { 5 points }",
    "line ends": HEADER + "earn a {\r\n 5 pionts\r}\n\r",
    "deep": HEADER + "lines a = " + "(" * 100,
    "long": HEADER + "# long\n" * 200_000,
    "findings": HEADER
    + "lines a b c" + "\n"
    + "earn base { 1 point per full 1.00 CHF of eligble }\nearn base { 2 points }\n",
    "lints": HEADER
    + "lines idle = all lines where category \"wine \"\n"
    + "earn base { 1 point per full 1.00 CHF of all lines  at most 100 points per day  at most 5000 points per month }\n"
    + "# lint allow unused-track: gone\nearn day { 10% of base }\n",
}


def log(treue, *arguments):
    ran = subprocess.run([treue, *arguments, "--format", "sarif"], capture_output=True, cwd=ROOT)
    if ran.returncode not in (0, 1, 2):
        sys.exit(f"{arguments}: exit code {ran.returncode}: {ran.stderr.decode()}")
    return json.loads(ran.stdout)


def main():
    treue = pathlib.Path(sys.argv[1]).resolve()
    schema = json.loads((ROOT / "tests/schemas/sarif-2.1.0.json").read_text())
    validator = jsonschema.Draft4Validator(schema)
    examples = sorted({str(p.parent) for p in ROOT.glob("examples/*/*.treue")})
    gallery = sorted(str(p) for p in ROOT.glob("cli/tests/gallery/*.treue"))
    runs = [(command, [path]) for path in examples + gallery for command in ("check", "lint")]
    runs.append(("lint", examples))
    with tempfile.TemporaryDirectory() as folder:
        # What could not be looked at: bytes that are no text, and nothing at all.
        no_text = pathlib.Path(folder) / "no text.treue"
        no_text.write_bytes(b"\xff\xfe")
        for path in (no_text, pathlib.Path(folder) / "not there.treue"):
            runs += [("check", [str(path)]), ("lint", [str(path)])]
        for name, text in TEXTS.items():
            path = pathlib.Path(folder) / f"{name}.treue"
            path.write_bytes(text.encode())
            runs += [("check", [str(path)]), ("lint", [str(path)])]
        results = 0
        for command, paths in runs:
            found = log(treue, command, *paths)
            mistakes = [e.message for e in validator.iter_errors(found)]
            if mistakes:
                sys.exit(f"treue {command} {paths}: {mistakes[:3]}")
            results += len(found["runs"][0]["results"])
    if results < 40:
        sys.exit(f"only {results} results: the samples find too little")
    print(f"{len(runs)} logs with {results} results follow the schema")


main()
