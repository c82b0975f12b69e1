# Finds, unpacks or builds the control plane. Sourced by up.sh and api.sh.

version=1.34.4
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
