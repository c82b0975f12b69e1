#!/usr/bin/env bash
# Starts a Kubernetes API on 127.0.0.1: Kind if Docker is running and kind is installed, otherwise the real control plane from one file
# (kubebox), with nodes simulated by kwok. Prints the environment for the tests. Called by setup.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"
. "$here/find-kubebox.sh"
. "$here/control-plane.sh"

port=${AGENT_SAFE_KUBERNETES_PORT:-16443}

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
