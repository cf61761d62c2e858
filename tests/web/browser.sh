#!/bin/sh
# Installs what the browser tests need on a Debian or Ubuntu machine of CI: Chromium, npm, fonts of all scripts.
# It needs root or sudo, and does nothing where all of it is there.
set -eu
if command -v chromium >/dev/null && command -v npm >/dev/null && [ -d /usr/share/fonts/opentype/noto ]; then
    exit 0
fi
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
$as_root apt-get install -qq --no-install-recommends chromium npm fonts-noto-core fonts-noto-cjk >/dev/null
