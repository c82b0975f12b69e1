import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Output } from './command/command.ts';
import type { ExitCode } from './command/exit-code.ts';
import { runCli } from './run-cli.ts';

/** A pipe takes text only as fast as its reader reads, and Node.js holds the rest in memory. */
function waitForReader(): Promise<boolean> {
  const { stdout } = process;
  if (stdout.destroyed) return Promise.resolve(false);
  if (!stdout.writableNeedDrain) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isTaken: boolean) => {
      stdout.off('drain', onDrain).off('close', onClose);
      resolve(isTaken);
    };
    const onDrain = () => end(true);
    const onClose = () => end(false);
    stdout.on('drain', onDrain).on('close', onClose);
  });
}

const output: Output = {
  waitForReader,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  color: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
};

/**
 * Runs the command line of this process.
 *
 * @param file the first file of the build. It names all other files by hashes of their content
 * @param folder cache folder; undefined if the command runs from source
 */
export function start(file: string, folder: string | undefined): Promise<ExitCode> {
  // The reader of the output may stop reading, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const build = () => createHash('sha256').update(readFileSync(file)).digest('base64url');
  const cache = folder === undefined ? undefined : { build: build(), folder };
  return runCli(process.argv.slice(2), process.cwd(), output, cache);
}
