#!/usr/bin/env bash
# Starts, kills and removes an API of its own, without controllers and nodes, for tests that kill an API:
#   api.sh start <folder> <port>   starts what does not run, and waits until the API answers; etcd uses the next two ports
#   api.sh kill <folder>           ends the API server at once; etcd keeps the data
#   api.sh remove <folder>         stops both, and deletes the folder
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export AGENT_SAFE_INFRA_DIR=${2:?is the folder of the API}
. "$here/common.sh"
. "$here/find-kubebox.sh"
. "$here/control-plane.sh"
folder=$2/api

case $1 in
  start)
    require_kubebox
    mkdir -p "$folder"
    start_api "$folder" "${3:?is the port of the API}"
    ;;
  kill)
    if runs "$folder" kube-apiserver; then kill -9 "$(cat "$folder/kube-apiserver.pid")"; fi
    while runs "$folder" kube-apiserver; do sleep 0.02; done
    ;;
  remove)
    stop "$folder"
    rm -rf "$folder"
    ;;
  *)
    say "unknown command: $1"
    exit 2
    ;;
esac
