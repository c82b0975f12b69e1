import { AgentSafeError } from '@agent-safe/core';
import type { CacheOptions } from '@agent-safe/registry/open';
import { type Output, type Surroundings, UsageError } from './command/command.ts';
import { EXIT, type ExitCode } from './command/exit-code.ts';
import { asksForJson, parse } from './command/parse.ts';
import { readOnce, readStandardInput } from './command/standard-input.ts';
import { readTokens } from './command/token-input.ts';
import { command as check } from './commands/check.ts';
import { printable, printJson } from './render/style.ts';

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
    return report(error, asksForJson(argv), output);
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

function report(error: unknown, json: boolean, output: Output): ExitCode {
  const isUsage = error instanceof UsageError;
  const code = isUsage ? 'ERR_USAGE' : error instanceof AgentSafeError ? error.code : 'ERR_INTERNAL';
  // Messages quote files and requests, so they may hold control characters.
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map(printable);
  if (json) {
    const problems =
      error instanceof AgentSafeError && error.diagnostics.length > 0 ? { problems: error.diagnostics } : {};
    printJson(output, { error: { code, message: lines[0], ...problems } });
  } else {
    output.err(`${isUsage ? '' : `${code}: `}${lines.join('\n')}\n`);
    if (code === 'ERR_INTERNAL' && error instanceof Error) output.err(`${error.stack ?? ''}\n`);
  }
  return isUsage ? EXIT.usage : EXIT.error;
}
