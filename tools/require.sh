#!/usr/bin/env bash
# Say plainly what a fresh machine lacks, before anything is half set up.
set -euo pipefail

python="${1:-python3}"
missing=()
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    missing+=("Python 3.11 or newer (found: $("$python" --version 2>&1 || echo none)); set PYTHON=/path/to/python3.11")
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    missing+=("Python's venv and pip (Debian, Ubuntu: sudo apt-get install python3-venv)")
command -v node >/dev/null 2>&1 || missing+=("Node.js")
command -v npm >/dev/null 2>&1 || missing+=("npm")
if [ ${#missing[@]} -gt 0 ]; then
    echo "Set-up needs:" >&2
    printf '  - %s\n' "${missing[@]}" >&2
    exit 1
fi
