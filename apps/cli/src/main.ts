#!/usr/bin/env node
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Keeping } from '@agent-safe/registry/open';
import type { Output } from './command.ts';
import { runCli } from './run-cli.ts';

const output: Output = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  color: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
};

// Whoever reads the output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** This file names all others of the build by their content. The source does not, and keeps nothing. */
function findKeeping(): Keeping | undefined {
  const file = fileURLToPath(import.meta.url);
  const home = process.env.XDG_CACHE_HOME || (process.env.HOME === undefined ? '' : join(process.env.HOME, '.cache'));
  if (file.endsWith('.ts') || !isAbsolute(home)) return undefined;
  const build = createHash('sha256').update(readFileSync(file)).digest('base64url');
  return { build, folder: join(home, 'agent-safe') };
}

process.exitCode = await runCli(process.argv.slice(2), process.cwd(), output, findKeeping());
