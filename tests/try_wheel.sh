#!/bin/sh
# Builds the wheel, installs it in an empty environment outside the checkout, and runs it there.
# Usage: sh tests/try_wheel.sh [PYTHON]. Says "wheel ok", or what went wrong and the output that shows it.
set -eu

python=${1:-python3}
checkout=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
unset PYTHONPATH PYTHONHOME

fail() {
    echo "wheel: $1" >&2
    sed 's/^/    /' "$room/output" >&2
    exit 1
}

step() { # step DESCRIPTION COMMAND...: quiet as long as it goes well
    description=$1
    shift
    "$@" >"$room/output" 2>&1 </dev/null || fail "$description"
}

step "no environment can be made with $python" "$python" -m venv "$room/venv"
step "it cannot be built" "$room/venv/bin/python" -m pip wheel --no-deps --wheel-dir "$room/dist" "$checkout"
wheel=$(echo "$room"/dist/harvester-*.whl)
"$room/venv/bin/python" -m zipfile -l "$wheel" | awk 'NR > 1 { print $1 }' | sort >"$room/shipped"

(cd "$checkout" && find db -name '*.sql' -o -name '*.json' | sed 's,^,harvester/,' | sort) >"$room/wanted"
grep '^harvester/db/' "$room/shipped" >"$room/found" || :
step "of db/, not the SQL files, the metadata and nothing else are in it" diff "$room/wanted" "$room/found"

(cd "$checkout" && find harvester/demo/site -type f | sort) >"$room/wanted"
grep '^harvester/demo/site/' "$room/shipped" >"$room/found" || :
step "the pages of the press site are not in it" diff "$room/wanted" "$room/found"

(cd "$checkout" && find harvester/web -type f ! -name '*.pyc' | sort) >"$room/wanted"
grep '^harvester/web/' "$room/shipped" >"$room/found" || :
step "the templates and static files of the pages are not in it" diff "$room/wanted" "$room/found"

step "it cannot be installed" "$room/venv/bin/python" -m pip install "$wheel"
mkdir "$room/empty"
cd "$room/empty"
step "harvester --version fails" "$room/venv/bin/harvester" --version
step "harvester demo fails" "$room/venv/bin/harvester" demo
echo "wheel ok"
