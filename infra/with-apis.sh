#!/usr/bin/env bash
# Runs a command with the APIs up, and ends those that it started itself:
#   bash infra/with-apis.sh vitest run packages/audit/test/s3.test.ts
# Where one cannot be started, it says so and runs the command without it: the tests that need it are skipped.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ -n "${AWS_ENDPOINT_URL:-}" ] && [ -n "${AGENT_SAFE_TEST_KUBECONFIG:-}" ]; then
  exec "$@"
fi
export AGENT_SAFE_INFRA_DIR=${AGENT_SAFE_INFRA_DIR:-$here/.state}
# What was up before is somebody else's to end.
own=''
for api in kubernetes aws; do
  if ! bash "$here/$api/is-up.sh"; then own="$own $api"; fi
done
end_own() {
  for api in $own; do bash "$here/$api/down.sh"; done
}
trap end_own EXIT
# Nothing is built here: that takes minutes, which is for whoever calls setup.sh to spend.
if ! variables=$(AGENT_SAFE_INFRA_QUICK=1 bash "$here/setup.sh"); then
  echo 'Not all of the APIs could be started: see above. What needs those is skipped.' >&2
fi
eval "$variables"
"$@"
