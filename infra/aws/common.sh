# What up.sh and down.sh share. Sourced, not run.

state=${AGENT_SAFE_INFRA_DIR:?is set by setup.sh and teardown.sh}/aws
venv=$state/venv

say() { echo "infra/aws: $*" >&2; }

has() { command -v "$1" >/dev/null 2>&1; }

# What runs was started by us, and not by somebody who got the same process id since.
moto_runs() {
  [ -f "$state/pid" ] && ps -p "$(cat "$state/pid")" -o args= 2>/dev/null | grep -qF -- "$venv/bin/moto_server"
}

localstack_runs() {
  [ -f "$state/container" ] && [ "$(docker inspect -f '{{.State.Running}}' "$(cat "$state/container")" 2>/dev/null)" = true ]
}
