#!/usr/bin/env bash
# Exits with 0 if the API that up.sh starts is running. Called by with-apis.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"

moto_runs || localstack_runs
