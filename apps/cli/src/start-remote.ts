import { defineCommand } from './command/command.ts';
import type { ExitCode } from './command/exit-code.ts';
import { asksForJson, parse } from './command/parse.ts';
import { processOutput, tolerateClosedPipe } from './command/process-output.ts';
import { readOnce, readStandardInput } from './command/standard-input.ts';
import { readTokens } from './command/token-input.ts';
import { checkRemotely } from './commands/check-remotely.ts';
import { CHECK_OPTIONS } from './options/check-options.ts';
import { reportError } from './render/report-error.ts';

// The other bundle loads it from here.
export { checkRemotely };

const command = defineCommand({
  name: 'check',
  summary: '',
  positionals: '<action> | --plan FILE',
  arity: [0, 1],
  options: CHECK_OPTIONS,
  examples: [],
  run: checkRemotely,
});

/** Runs a check by a server as this process. It throws nothing. */
export async function startRemoteCheck(argv: readonly string[]): Promise<ExitCode> {
  tolerateClosedPipe();
  const cwd = process.cwd();
  const surroundings = { cwd, clock: Date.now, output: processOutput, cache: undefined };
  const readInput = readOnce(readStandardInput);
  try {
    const read = readTokens(command, parse(command, argv), { cwd, readInput });
    return await command.run({ ...surroundings, ...read, readInput, commands: {} });
  } catch (error) {
    return reportError(error, asksForJson(argv), processOutput);
  }
}
