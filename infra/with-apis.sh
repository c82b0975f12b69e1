#!/usr/bin/env bash
# Runs a command with the APIs up, and ends those that it started itself:
#   bash infra/with-apis.sh vitest run packages/audit/test/s3.test.ts
# Where they cannot be started, it says so and runs the command without them: the tests that need one are skipped.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ -n "${AWS_ENDPOINT_URL:-}" ]; then
  exec "$@"
fi
if variables=$(bash "$here/setup.sh"); then
  eval "$variables"
  trap 'bash "$here/teardown.sh"' EXIT
else
  echo 'The APIs could not be started: see above. What needs them is skipped.' >&2
fi
"$@"
