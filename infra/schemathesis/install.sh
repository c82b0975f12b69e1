#!/usr/bin/env bash
# Installs schemathesis, which sends random requests to the server by its OpenAPI document, and prints the path of its
# command. Without Python or PyPI it prints nothing, and the test is skipped.
set -euo pipefail
version=4.32.5
folder=${1:-"$(cd "$(dirname "$0")/../.." && pwd)/node_modules/.cache/schemathesis-$version"}
if [ ! -x "$folder/bin/st" ]; then
  if ! python3 -m venv "$folder" >/dev/null 2>&1 ||
    ! timeout 300 "$folder/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version" >&2; then
    rm -rf "$folder"
    echo "Not installed: schemathesis $version. The fuzz of the API is skipped." >&2
    exit 0
  fi
fi
echo "$folder/bin/st"
