#!/bin/sh
# Installs what the browser tests need on a Debian or Ubuntu machine of CI: Chromium, npm, fonts of all scripts.
# It needs root or sudo, and asks only for what is not there: a Node.js from elsewhere brings its own npm, and
# Debian's npm conflicts with it, so that one package too many would refuse them all.
set -eu
missing=
command -v chromium >/dev/null || missing="chromium"
command -v npm >/dev/null || missing="$missing npm"
[ -d /usr/share/fonts/opentype/noto ] || missing="$missing fonts-noto-core fonts-noto-cjk"
[ -n "$missing" ] || exit 0
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086  # the names are words of their own
$as_root apt-get install -qq --no-install-recommends $missing >/dev/null
