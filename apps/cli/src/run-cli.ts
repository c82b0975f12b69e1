import type { CacheOptions } from '@agent-safe/registry/open';
import type { Output, Surroundings } from './command/command.ts';
import type { ExitCode } from './command/exit-code.ts';
import { asksForJson, parse } from './command/parse.ts';
import { readOnce, readStandardInput } from './command/standard-input.ts';
import { readTokens } from './command/token-input.ts';
import { command as check } from './commands/check.ts';
import { reportError } from './render/report-error.ts';

/**
 * Runs one command line. It throws nothing: every error becomes a message and an exit code.
 *
 * @param clock milliseconds since 1970, UTC; tests pass their own
 * @param readInput reads the whole standard input; tests pass their own
 */
export async function runCli(
  argv: readonly string[],
  cwd: string,
  output: Output,
  cache?: CacheOptions,
  clock: () => number = Date.now,
  readInput: () => string = readStandardInput,
): Promise<ExitCode> {
  try {
    return await run(argv, { cwd, clock, output, cache, readInput: readOnce(readInput) });
  } catch (error) {
    return reportError(error, asksForJson(argv), output);
  }
}

async function run(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const [name, ...rest] = argv;
  // A check loads no other command and no help, so that it starts fast.
  if (name === check.name && !rest.includes('--help') && !rest.includes('-h')) {
    const parsed = readTokens(check, parse(check, rest), surroundings);
    return check.run({ ...surroundings, ...parsed, commands: {} });
  }
  const { dispatch } = await import('./dispatch.ts');
  return dispatch(argv, surroundings);
}
