#!/usr/bin/env bash
# Stops the clusters that up.sh started, by their ids. Called by teardown.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"

stop "$state/main"
stop "$state/other"
if [ -f "$state/kind" ]; then kind delete cluster --name "$kind_cluster" >&2; fi
rm -rf "$state/main" "$state/other" "$state/kind"
