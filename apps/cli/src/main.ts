#!/usr/bin/env node
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

/** This file names all others of the build by their content. The source does not. */
function identifyBuild(): string | undefined {
  const file = fileURLToPath(import.meta.url);
  return file.endsWith('.ts') ? undefined : createHash('sha256').update(readFileSync(file)).digest('base64url');
}

process.exitCode = await runCli(process.argv.slice(2), process.cwd(), output, identifyBuild());
