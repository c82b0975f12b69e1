#!/usr/bin/env bash
# Finds Helm 3 for the tests of the chart, or builds it from the Go module proxy, which takes about two minutes, once. Prints the
# variable for the tests. go.mod has the version, and go.sum the checksums:
#   eval "$(bash infra/helm/install.sh)"
# Without Helm and without Go it prints no variable, and those tests are skipped.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's|^.*helm\.sh/helm/v3 v\([0-9.]*\).*$|\1|p' "$here/go.mod")
own=${XDG_CACHE_HOME:-$HOME/.cache}/agent-safe/infra/helm-$version/helm

found=${AGENT_SAFE_TEST_HELM:-$(command -v helm || true)}
if [ -n "$found" ] && "$found" version --short 2>/dev/null | grep -q '^v3\.'; then
  helm=$found
elif [ -x "$own" ]; then
  helm=$own
elif command -v go >/dev/null; then
  echo "infra/helm: building Helm $version (once, about two minutes)" >&2
  mkdir -p "$(dirname "$own")"
  (cd "$here" && CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off go build -buildvcs=false -trimpath \
    -ldflags "-s -w -X helm.sh/helm/v3/internal/version.version=v$version" -o "$own.$$" helm.sh/helm/v3/cmd/helm) >&2
  mv "$own.$$" "$own"
  helm=$own
else
  echo 'infra/helm: neither Helm 3 nor Go was found. The tests of the chart are skipped.' >&2
  exit 0
fi
echo "export AGENT_SAFE_TEST_HELM=$helm"
