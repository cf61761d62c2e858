#!/bin/sh
# Builds the wheel and the sdist, installs them in empty environments outside the checkout, and runs them there.
# Usage: sh tests/try_wheel.sh [--all] [PYTHON...]. With --all, the sdist and the wheel with all extras are installed, too.
# Says "PYTHON: wheel ok" for each, or what went wrong and the output that shows it.
set -eu

all=no
if [ "${1:-}" = --all ]; then
    all=yes
    shift
fi
[ $# -gt 0 ] || set -- python3
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

listed() { # listed WHEEL: the files in it
    "$room/build/bin/python" -m zipfile -l "$1" | awk 'NR > 1 { print $1 }' | sort
}

step "no environment can be made with $1" "$1" -m venv "$room/build"
step "hatchling cannot be installed" "$room/build/bin/python" -m pip install hatchling
step "the wheel cannot be built" "$room/build/bin/python" -m pip wheel --no-deps --wheel-dir "$room/dist" "$checkout"
wheel=$(echo "$room"/dist/harvester-*.whl)
listed "$wheel" >"$room/shipped"

(cd "$checkout" && find db -name '*.sql' -o -name '*.json' | sed 's,^,harvester/,' | sort) >"$room/wanted"
grep '^harvester/db/' "$room/shipped" >"$room/found" || :
step "of db/, not the SQL files, the metadata and nothing else are in it" diff "$room/wanted" "$room/found"

(cd "$checkout" && find harvester/demo/site -type f | sort) >"$room/wanted"
grep '^harvester/demo/site/' "$room/shipped" >"$room/found" || :
step "the pages of the press site are not in it" diff "$room/wanted" "$room/found"

(cd "$checkout" && find harvester/web -type f ! -name '*.pyc' | sort) >"$room/wanted"
grep '^harvester/web/' "$room/shipped" >"$room/found" || :
step "the templates and static files of the pages are not in it" diff "$room/wanted" "$room/found"

cd "$checkout"
step "the sdist cannot be built" "$room/build/bin/python" -m hatchling build -t sdist -d "$room/dist"
sdist=$(echo "$room"/dist/harvester-*.tar.gz)
step "no wheel can be built of the sdist" "$room/build/bin/python" -m pip wheel --no-deps --wheel-dir "$room/second" "$sdist"
listed "$room"/second/harvester-*.whl >"$room/found"
step "the wheel of the sdist has other files" diff "$room/shipped" "$room/found"

try() { # try PYTHON PACKAGE: install it in an empty environment, and run it in an empty folder
    cd "$room"
    rm -rf "$room/venv" "$room/empty"
    step "no environment can be made with $1" "$1" -m venv "$room/venv"
    step "$2 cannot be installed with $1" "$room/venv/bin/python" -m pip install "$2"
    mkdir "$room/empty"
    cd "$room/empty"
    step "harvester --version fails with $1" "$room/venv/bin/harvester" --version
    step "harvester demo fails with $1" "$room/venv/bin/harvester" demo
}

extras() { # extras PYTHON: what needs an extra works in the environment that was made last
    for file in captures.warc.gz captures.wacz changes.parquet; do
        step "harvester export $file fails with $1" "$room/venv/bin/harvester" export -a demo/harvester.db "$file"
    done
    step "export --as site fails with $1" "$room/venv/bin/harvester" export -a demo/harvester.db site --as site
    step "status --format prometheus fails with $1" "$room/venv/bin/harvester" status -a demo/harvester.db --format prometheus
    step "a frame cannot be made with $1" "$room/venv/bin/python" -c \
        'import harvester; assert len(harvester.open("demo/harvester.db").changes().to_pandas())'
}

for python in "$@"; do
    try "$python" "$wheel"
    if [ $all = yes ]; then
        try "$python" "$sdist"
        try "$python" "${wheel}[all]"
        extras "$python"
    fi
    echo "$("$python" --version): wheel ok"
done
