#!/usr/bin/env bash
# Stops the AWS API that up.sh started, by its id. Called by teardown.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"

if moto_runs; then
  pid=$(cat "$state/pid")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do
    if ! moto_runs; then break; fi
    sleep 0.1
  done
  if moto_runs; then kill -9 "$pid" 2>/dev/null || true; fi
fi
if localstack_runs; then docker stop "$(cat "$state/container")" >/dev/null; fi
rm -f "$state/pid" "$state/container" "$state/url"
