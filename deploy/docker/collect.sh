#!/bin/sh
# Collects the files of the image in a folder, after the build.
set -eu
out=$1
mkdir -p "$out/bin" "$out/dist" "$out/node_modules/@agent-safe/catalog"
cp -R apps/cli/dist/. "$out/dist/"
cp apps/cli/package.json "$out/"
cp deploy/docker/health.mjs LICENSE "$out/"
cp -R catalog/. "$out/node_modules/@agent-safe/catalog/"
rm -rf "$out/node_modules/@agent-safe/catalog/node_modules" "$out/node_modules/@agent-safe/catalog/src"
chmod 0755 "$out/dist/main.js"
ln -sf ../dist/main.js "$out/bin/agent-safe"
