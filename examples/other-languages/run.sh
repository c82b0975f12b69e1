#!/usr/bin/env bash
# Generates a client from the OpenAPI document of a server and runs the program of a language: run.sh python|go.
# Needs AGENT_SAFE_SERVER and AGENT_SAFE_TOKEN. Exits with 75 if a generator cannot be installed.
set -euo pipefail
language=${1:?usage: run.sh python|go}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl --silent --show-error --fail "$AGENT_SAFE_SERVER/api/v1/openapi.json" >"$work/openapi.json"
cd "$work"
case $language in
python)
  python3 -m venv tools >&2 || exit 75
  tools/bin/pip install --quiet openapi-python-client==0.29.1 >&2 || exit 75
  # It formats the client with ruff, which is not needed to run it.
  echo 'post_hooks: []' >config.yaml
  tools/bin/openapi-python-client generate --path openapi.json --output-path agent_safe --meta none --config config.yaml >&2
  cp "$here/python/main.py" .
  tools/bin/python main.py
  ;;
go)
  GOBIN="$work/tools" go install github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 >&2 || exit 75
  mkdir agentsafe
  tools/oapi-codegen -config "$here/go/oapi-codegen.yaml" -o agentsafe/client.go openapi.json >&2
  cp "$here/go/main.go" .
  go mod init example >&2
  go mod tidy >&2 || exit 75
  go run .
  ;;
*)
  echo "usage: run.sh python|go" >&2
  exit 2
  ;;
esac
