#!/usr/bin/env bash
# Starts a Kubernetes API on 127.0.0.1: Kind where Docker and kind run, otherwise the real control plane from one file (kubebox),
# with kwok playing the nodes. Prints the environment of the tests. Called by setup.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"
. "$here/control-plane.sh"

version=1.34.4
port=${AGENT_SAFE_KUBERNETES_PORT:-16443}
kubebox=${AGENT_SAFE_KUBEBOX:-${XDG_CACHE_HOME:-$HOME/.cache}/agent-safe/infra/$version/kubebox}

# A file that is ready, in a folder beside the project: of this checkout, or of the one that it is a worktree of.
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
    say 'building the control plane from the Go module proxy: about ten minutes, once'
    bash "$here/build.sh" "$kubebox" >&2
  else
    say 'neither Kind with Docker nor Go is here: install one of them, or name the file in AGENT_SAFE_KUBEBOX'
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

# Whatever answers there already is not ours, and tests would write to it.
refuse_taken_ports() {
  local each
  if runs "$state/main" kube-apiserver; then return 0; fi
  for each in 0 1 2 3 10 11 12; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$((port + each))") 2>/dev/null; then
      say "port $((port + each)) is taken; set AGENT_SAFE_KUBERNETES_PORT to another"
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
  # Another cluster, of which nothing is used but that it is another one.
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
# Wherever the folder is, nothing in it is for a repository.
echo '*' >"$state/.gitignore"
if kind_is_possible; then
  start_kind
else
  for each in curl openssl; do
    if ! has "$each"; then
      say "$each is needed, and is not here"
      exit 1
    fi
  done
  # Half of it is of no use to anybody.
  trap 'bash "$here/down.sh"' EXIT
  start_control_planes
  trap - EXIT
fi
