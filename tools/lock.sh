#!/usr/bin/env bash
# Resolve pyproject.toml into the hashed lock files under requirements/.
# Usage: make lock   (needs the development environment, because pip-tools lives there)
set -euo pipefail
cd "$(dirname "$0")/.."
compile="${LOCK_COMMAND:-.venv/bin/pip-compile} --quiet --generate-hashes --no-strip-extras --allow-unsafe
    --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options"

$compile --extra demo --extra build --output-file requirements/runtime.txt pyproject.toml
$compile --extra demo --extra build --extra dev --constraint requirements/runtime.txt \
    --output-file requirements/dev.txt pyproject.toml

# A local version label ("+cpu") would refuse the same release built without one.
sed --in-place --regexp-extended 's/^(torch==[0-9.]+)\+cpu/\1/' requirements/*.txt
