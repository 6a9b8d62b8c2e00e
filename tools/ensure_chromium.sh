#!/usr/bin/env bash
# Browser tests need a Chromium. Use the one that is there, else install Debian's, else say what to do.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; then
        exit 0
    fi
fi
cat >&2 <<'MESSAGE'
The browser tests need Chromium, and it could not be installed from here.
Install the package "chromium" (Debian, Ubuntu: sudo apt-get install chromium), then run make test again.
MESSAGE
exit 1
