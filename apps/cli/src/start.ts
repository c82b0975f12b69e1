import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ExitCode } from './command/exit-code.ts';
import { processOutput, tolerateClosedPipe } from './command/process-output.ts';
import { runCli } from './run-cli.ts';

/**
 * Runs the command line of this process.
 *
 * @param file the first file of the build. It names all other files by hashes of their content
 * @param folder cache folder; undefined if the command runs from source
 */
export function start(file: string, folder: string | undefined): Promise<ExitCode> {
  tolerateClosedPipe();
  const build = () => createHash('sha256').update(readFileSync(file)).digest('base64url');
  const cache = folder === undefined ? undefined : { build: build(), folder };
  return runCli(process.argv.slice(2), process.cwd(), processOutput, cache);
}
