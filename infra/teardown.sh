#!/usr/bin/env bash
# Stops the APIs that setup.sh started.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export AGENT_SAFE_INFRA_DIR=${AGENT_SAFE_INFRA_DIR:-$here/.state}

bash "$here/kubernetes/down.sh"
bash "$here/aws/down.sh"
