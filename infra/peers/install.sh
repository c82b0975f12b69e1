#!/usr/bin/env bash
# Finds or builds the servers that the bench of the server is compared with: OPA from the Go module proxy, and Cerbos from npm.
# Prints the variables for the bench. go.mod has the version of OPA, and go.sum the checksums:
#   eval "$(bash infra/peers/install.sh)"
# Without Go or npm it prints no variable, and the bench measures Agent-Safe alone.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/agent-safe/infra
version=$(sed -n 's|^.*open-policy-agent/opa v\([0-9.]*\).*$|\1|p' "$here/go.mod" | head -1)
opa=$cache/opa-$version/opa
cerbos_version=0.55.0
cerbos=$cache/cerbos-$cerbos_version/node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64

if [ ! -x "$opa" ] && command -v go >/dev/null; then
  mkdir -p "$(dirname "$opa")"
  (cd "$here" && CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off go build -buildvcs=false -trimpath \
    -o "$opa.$$" github.com/open-policy-agent/opa) >&2 && mv "$opa.$$" "$opa"
fi
if [ ! -x "$cerbos" ] && [ "$(uname -sm)" = 'Linux x86_64' ] && command -v npm >/dev/null; then
  mkdir -p "$cache/cerbos-$cerbos_version"
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$cache/cerbos-$cerbos_version" \
    "@cerbos/cerbos-linux-x64@$cerbos_version" >&2 || true
fi
[ ! -x "$opa" ] || echo "export AGENT_SAFE_BENCH_OPA=$opa"
[ ! -x "$cerbos" ] || echo "export AGENT_SAFE_BENCH_CERBOS=$cerbos"
