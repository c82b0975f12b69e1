#!/usr/bin/env bash
# Builds kubebox from the Go module proxy into a file. The first build takes about ten minutes and 6 GB of caches.
#   bash infra/kubernetes/build.sh <file>
# Two patches change kwok: they remove a constant that Kubernetes 1.34 lacks, and pass on the exit code of commands in pods.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(realpath -m "${1:?is missing: name the output file}")
kubernetes=1.34.4
kwok=v0.7.0

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cp "$here"/kubebox/* "$work"
cd "$work"
source=$(cd / && GOFLAGS=-mod=mod go mod download -json "sigs.k8s.io/kwok@$kwok" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
cp -r "$source" kwok-src
chmod -R u+w kwok-src
patch -s -d kwok-src -p1 <kwok.patch

flags='-s -w'
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  flags="$flags -X $package.gitVersion=v$kubernetes -X $package.gitMajor=1 -X $package.gitMinor=34 -X $package.gitTreeState=clean -X $package.gitCommit=module"
done
mkdir -p "$(dirname "$out")"
CGO_ENABLED=0 GOFLAGS=-mod=readonly go build -buildvcs=false -trimpath -ldflags "$flags" -o "$out" .
