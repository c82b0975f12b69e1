# Shared by the scripts of this folder. Sourced, not run.

state=${AGENT_SAFE_INFRA_DIR:?is not set: run setup.sh or teardown.sh instead}/kubernetes
# In start order. They stop in reverse order.
components='etcd kube-apiserver kube-controller-manager kube-scheduler kwok'
kind_cluster=agent-safe

say() { echo "infra/kubernetes: $*" >&2; }

has() { command -v "$1" >/dev/null 2>&1; }

kind_is_possible() { [ "${AGENT_SAFE_INFRA_KIND:-}" != 0 ] && has kind && has kubectl && has docker && docker info >/dev/null 2>&1; }

# Usage: runs <cluster's folder> <component>. Checks the command line too, because process ids are reused.
runs() {
  [ -f "$1/$2.pid" ] && ps -p "$(cat "$1/$2.pid")" -o args= 2>/dev/null | grep -qF -- " $2 "
}

# Usage: stop <cluster's folder>
stop() {
  local component pid
  for component in kwok kube-scheduler kube-controller-manager kube-apiserver etcd; do
    if runs "$1" "$component"; then
      pid=$(cat "$1/$component.pid")
      kill "$pid" 2>/dev/null || true
      for _ in $(seq 50); do
        if ! runs "$1" "$component"; then break; fi
        sleep 0.1
      done
      if runs "$1" "$component"; then kill -9 "$pid" 2>/dev/null || true; fi
    fi
    rm -f "$1/$component.pid"
  done
}
