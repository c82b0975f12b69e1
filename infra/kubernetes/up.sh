#!/usr/bin/env bash
# Starts a Kubernetes API on 127.0.0.1: Kind if Docker is running and kind is installed, otherwise the real control plane from one file
# (kubebox), with nodes simulated by kwok. Prints the environment for the tests. Called by setup.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"
. "$here/control-plane.sh"

version=1.34.4
port=${AGENT_SAFE_KUBERNETES_PORT:-16443}
kubebox=${AGENT_SAFE_KUBEBOX:-${XDG_CACHE_HOME:-$HOME/.cache}/agent-safe/infra/$version/kubebox}

# Finds a prebuilt file in a folder next to the project or, for a worktree, next to its main checkout.
find_ready_kubebox() {
  local root main folder
  root=$(cd "$here/../.." && pwd)
  main=$(git -C "$root" rev-parse --path-format=absolute --git-common-dir 2>/dev/null || true)
  for folder in "$root/.." "${main%/.git}/.."; do
    if [ -f "$folder/shared/infra/bin/kubebox.xz" ]; then
      echo "$folder/shared/infra/bin/kubebox.xz"
      return 0
    fi
  done
  return 1
}

require_kubebox() {
  local ready
  if [ -x "$kubebox" ]; then return 0; fi
  mkdir -p "$(dirname "$kubebox")"
  if has xz && ready=$(find_ready_kubebox); then
    say 'unpacking the control plane'
    xz -dc "$ready" >"$kubebox.$$"
    chmod +x "$kubebox.$$"
    mv "$kubebox.$$" "$kubebox"
  elif has go && [ "${AGENT_SAFE_INFRA_QUICK:-}" != 1 ]; then
    say 'building the control plane from the Go module proxy (once, about ten minutes)'
    bash "$here/build.sh" "$kubebox" >&2
  else
    say 'neither Kind with Docker nor Go was found. Install one of them, or set AGENT_SAFE_KUBEBOX to the file.'
    return 1
  fi
}

start_kind() {
  if [ ! -f "$state/kind" ]; then
    kind create cluster --name "$kind_cluster" --image kindest/node:v1.34.0 --kubeconfig "$state/kind.kubeconfig" --wait 120s >&2
    touch "$state/kind"
  fi
  cat <<ENVIRONMENT
export AGENT_SAFE_TEST_KUBECONFIG=$state/kind.kubeconfig
export AGENT_SAFE_TEST_KUBECTL=$(command -v kubectl)
ENVIRONMENT
}

# Another server on these ports must not receive the writes of tests.
refuse_taken_ports() {
  local each
  if runs "$state/main" kube-apiserver; then return 0; fi
  for each in 0 1 2 3 10 11 12; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$((port + each))") 2>/dev/null; then
      say "port $((port + each)) is in use. Set AGENT_SAFE_KUBERNETES_PORT to a free port."
      return 1
    fi
  done
}

start_control_planes() {
  require_kubebox
  refuse_taken_ports
  mkdir -p "$state/main" "$state/other"
  start_api "$state/main" "$port"
  start_controllers "$state/main"
  # A second cluster, which tests use only to distinguish clusters.
  start_api "$state/other" "$((port + 10))"
  start_nodes "$state/main" "$((port + 3))"
  printf '#!/bin/sh\nexec "%s" kubectl "$@"\n' "$kubebox" >"$state/main/kubectl"
  chmod +x "$state/main/kubectl"
  cat <<ENVIRONMENT
export AGENT_SAFE_TEST_KUBECONFIG=$state/main/admin.kubeconfig
export AGENT_SAFE_TEST_OTHER_KUBECONFIG=$state/other/admin.kubeconfig
export AGENT_SAFE_TEST_KUBECTL=$state/main/kubectl
export AGENT_SAFE_TEST_NODE=node-of-tests
export AGENT_SAFE_TEST_PODS=$state/main/pods
ENVIRONMENT
}

mkdir -p "$state"
# Keeps the folder out of a repository, wherever it is.
echo '*' >"$state/.gitignore"
if kind_is_possible; then
  start_kind
else
  for each in curl openssl; do
    if ! has "$each"; then
      say "$each was not found. Install it."
      exit 1
    fi
  done
  # Stops all components if one of them fails to start.
  trap 'bash "$here/down.sh"' EXIT
  start_control_planes
  trap - EXIT
fi
