#!/usr/bin/env bash
# Whether what up.sh starts is up. Called by with-apis.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"

[ -f "$state/kind" ] || runs "$state/main" kube-apiserver
