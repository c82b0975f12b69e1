#!/usr/bin/env bash
# Starts the APIs for the tests, and prints the variables for their clients:
#   eval "$(bash infra/setup.sh)"
# APIs that already run are left as they are. README.md lists the variables that this script reads.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export AGENT_SAFE_INFRA_DIR=${AGENT_SAFE_INFRA_DIR:-$here/.state}

failed=0
aws=$(mktemp)
trap 'rm "$aws"' EXIT
# At the same time: the first start of AWS installs its server for half a minute.
bash "$here/aws/up.sh" >"$aws" &
if ! bash "$here/kubernetes/up.sh"; then failed=1; fi
if ! wait "$!"; then failed=1; fi
cat "$aws"
exit "$failed"
