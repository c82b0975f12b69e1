#!/usr/bin/env bash
# Runs a command with the APIs running, and stops the APIs that it started:
#   bash infra/with-apis.sh vitest run packages/audit/test/s3.test.ts
# If an API cannot be started, it prints a message and runs the command anyway: tests that need the API are skipped.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ -n "${AWS_ENDPOINT_URL:-}" ] && [ -n "${AGENT_SAFE_TEST_KUBECONFIG:-}" ]; then
  exec "$@"
fi
export AGENT_SAFE_INFRA_DIR=${AGENT_SAFE_INFRA_DIR:-$here/.state}
# APIs that ran before are not stopped.
own=''
for api in kubernetes aws; do
  if ! bash "$here/$api/is-up.sh"; then own="$own $api"; fi
done
end_own() {
  for api in $own; do bash "$here/$api/down.sh"; done
}
trap end_own EXIT
# Does not build kubebox, which takes minutes. To build it, run setup.sh.
if ! variables=$(AGENT_SAFE_INFRA_QUICK=1 bash "$here/setup.sh"); then
  echo 'Some APIs could not be started, as shown above. Tests that need them are skipped.' >&2
fi
eval "$variables"
"$@"
