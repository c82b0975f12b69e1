#!/usr/bin/env bash
# Starts the APIs that tests run against, and prints the variables by which clients reach them:
#   eval "$(bash infra/setup.sh)"
# What already runs is left as it is. See README.md for the variables that it reads.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export AGENT_SAFE_INFRA_DIR=${AGENT_SAFE_INFRA_DIR:-$here/.state}

failed=0
for api in aws kubernetes; do
  if ! bash "$here/$api/up.sh"; then failed=1; fi
done
exit "$failed"
