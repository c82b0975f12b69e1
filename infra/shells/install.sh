#!/usr/bin/env bash
# Installs zsh and fish, in which the tests of shell completion run. Without apt-get or the rights of root it installs
# nothing, and those tests are skipped.
set -euo pipefail
missing=()
for shell in zsh fish; do command -v "$shell" >/dev/null || missing+=("$shell"); done
[ "${#missing[@]}" -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Not installed: ${missing[*]}. The tests of completion in these shells are skipped." >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
timeout 300 sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null' - "${missing[@]}"
