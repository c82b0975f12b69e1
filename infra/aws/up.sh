#!/usr/bin/env bash
# Starts the AWS API on 127.0.0.1: moto's server in a Python environment, otherwise LocalStack if Docker is running.
# Prints the environment for its clients. Called by setup.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"

port=${AGENT_SAFE_AWS_PORT:-5000}
moto_version=5.2.5
moto_parts=s3,iam,sts,ec2,ecs,awslambda
# The last version that starts without an account.
localstack_image=${AGENT_SAFE_LOCALSTACK_IMAGE:-localstack/localstack:4.14.0}

answers() { curl --noproxy '*' -fsS -m 2 "$url$1" >/dev/null 2>&1; }

# Usage: wait_until_it_answers <path> <still running?> <seconds>
wait_until_it_answers() {
  local tries=$(($3 * 5))
  while [ "$tries" -gt 0 ]; do
    if answers "$1"; then return 0; fi
    sleep 0.2
    if ! "$2"; then return 1; fi
    tries=$((tries - 1))
  done
  return 1
}

start_localstack() {
  docker run -d --rm -p "127.0.0.1:$port:4566" "$localstack_image" >"$state/container"
  if ! wait_until_it_answers /_localstack/health localstack_runs 120; then
    say "LocalStack did not start"
    docker logs --tail 5 "$(cat "$state/container")" >&2 || true
    bash "$here/down.sh"
    exit 1
  fi
}

install_moto() {
  # The mark is created last, so that an interrupted installation is repeated.
  if [ -f "$venv/moto-$moto_version-$moto_parts" ]; then return 0; fi
  say "installing moto $moto_version"
  python3 -m venv "$venv" &&
    "$venv/bin/pip" install -q --disable-pip-version-check "moto[$moto_parts]==$moto_version" flask flask-cors >&2 &&
    touch "$venv/moto-$moto_version-$moto_parts"
}

start_moto() {
  install_moto
  # With the policies of AWS, such as AdministratorAccess.
  MOTO_IAM_LOAD_MANAGED_POLICIES=true nohup "$venv/bin/python" "$here/moto_with_functions.py" -H 127.0.0.1 -p "$port" >"$state/moto.log" 2>&1 </dev/null &
  echo $! >"$state/pid"
  if ! wait_until_it_answers /moto-api/data.json moto_runs 30; then
    say "moto did not start"
    tail -5 "$state/moto.log" >&2
    bash "$here/down.sh"
    exit 1
  fi
}

if ! has curl; then
  say "curl was not found. Install it."
  exit 1
fi
mkdir -p "$state"
# Keeps the folder out of a repository, wherever it is.
echo '*' >"$state/.gitignore"
if moto_runs || localstack_runs; then
  url=$(cat "$state/url")
  say "already running at $url"
else
  url=http://127.0.0.1:$port
  # Another server on this port must not receive the writes of tests.
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    say "port $port is in use. Set AGENT_SAFE_AWS_PORT to a free port."
    exit 1
  fi
  echo "$url" >"$state/url"
  # LocalStack without an account has no ECS, so moto comes first. A chosen image of LocalStack is used where Docker runs.
  if [ -z "${AGENT_SAFE_LOCALSTACK_IMAGE:-}" ] && has python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; then
    start_moto
  elif has docker && docker info >/dev/null 2>&1; then
    start_localstack
  else
    say "neither python3 with venv nor a running Docker was found. Install one of them."
    exit 1
  fi
fi

cat <<ENVIRONMENT
export AWS_ENDPOINT_URL=$url
export AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=test
export AWS_SECRET_ACCESS_KEY=test
ENVIRONMENT
# Tests of permissions start a server of their own, with IAM turned on.
if [ -x "$venv/bin/moto_server" ]; then printf 'export AGENT_SAFE_TEST_MOTO=%q\n' "$venv/bin/moto_server"; fi
