# Shared by up.sh and down.sh. Sourced, not run.

state=${AGENT_SAFE_INFRA_DIR:?is not set: run setup.sh or teardown.sh instead}/aws
venv=$state/venv

say() { echo "infra/aws: $*" >&2; }

has() { command -v "$1" >/dev/null 2>&1; }

# Whether up.sh started the process. By now its id may belong to another process.
moto_runs() {
  [ -f "$state/pid" ] && ps -p "$(cat "$state/pid")" -o args= 2>/dev/null | grep -qF -- "$venv/bin/python"
}

localstack_runs() {
  [ -f "$state/container" ] && [ "$(docker inspect -f '{{.State.Running}}' "$(cat "$state/container")" 2>/dev/null)" = true ]
}
