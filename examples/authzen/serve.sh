#!/usr/bin/env bash
# Serves this example: serve.sh PORT. Prints "BASE_URL KEY" on a line of its own when the server answers.
# Keys, state and logs are in a temporary folder, which is removed when the server ends.
set -euo pipefail
port=${1:?usage: serve.sh PORT}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export PATH="$root/node_modules/.bin:$PATH"
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cp -R "$here"/{agent-safe,inventory,subjects}.yaml "$here"/{actions,policies} "$project"
cat >>"$project/agent-safe.yaml" <<'YAML'
keys: ./keys.json
state: ./state.sqlite
audit_log: ./audit.jsonl
server: {}
YAML
cd "$project"
command=(node --conditions=@agent-safe/source "$root/apps/cli/src/main.ts")
"${command[@]}" keys generate >&2
key=$("${command[@]}" api-key create gateway --scope evaluate,search,requests --ttl 1d)

# The server takes the place of this shell, so every signal reaches it. This subshell tells its address, and cleans up.
(
  trap '' INT TERM HUP
  trap 'rm -rf "$project"' EXIT
  until grep -q "^Serving on " serving 2>/dev/null; do
    kill -0 "$$" 2>/dev/null || {
      cat server.log >&2
      exit 0
    }
    sleep 0.05
  done
  echo "$(sed -n "s/^Serving on //p" serving) $key"
  exec >/dev/null 2>&1
  while kill -0 "$$"; do sleep 0.5; done
) &
exec "${command[@]}" serve --listen "127.0.0.1:$port" >serving 2>server.log
