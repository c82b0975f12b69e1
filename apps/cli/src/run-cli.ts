import { AgentSafeError, nearestSlip, quote } from '@agent-safe/core';
import type { Keeping } from '@agent-safe/registry/open';
import { columns } from './columns.ts';
import { type Command, helpText, type Output, parse, UsageError } from './command.ts';
import { command as check } from './commands/check.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { printable, printJson } from './style.ts';
import { readVersion } from './version.ts';

/** What `check` does not need is loaded only when it is called, so that a check starts fast. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  init: {
    summary: 'Make a new project: settings, actions, policies, targets, tests',
    load: async () => (await import('./other-commands.ts')).init,
  },
  check: { summary: 'Decide what an agent asks for', load: async () => check },
  'list-actions': {
    summary: 'Show the registered actions',
    load: async () => (await import('./other-commands.ts')).listActions,
  },
  validate: {
    summary: 'Find every mistake in the files of a project',
    load: async () => (await import('./other-commands.ts')).validate,
  },
  test: { summary: 'Run policy tests', load: async () => (await import('./other-commands.ts')).test },
  bundle: {
    summary: 'Write everything that decides into one file',
    load: async () => (await import('./other-commands.ts')).bundle,
  },
};

/** Runs one command line. Throws nothing: whatever goes wrong becomes a message and an exit code. */
export async function runCli(
  argv: readonly string[],
  cwd: string,
  output: Output,
  keeping?: Keeping,
): Promise<ExitCode> {
  const json = argv.some((argument) => /^--json(?:=|$)/.test(argument));
  try {
    return await dispatch(argv, cwd, output, keeping);
  } catch (error) {
    return report(error, json, output);
  }
}

async function dispatch(
  [name, ...rest]: readonly string[],
  cwd: string,
  output: Output,
  keeping: Keeping | undefined,
): Promise<ExitCode> {
  if (name === undefined) {
    output.err(overview());
    return EXIT.usage;
  }
  if (name === 'help' && rest[0] !== undefined) return dispatch([rest[0], '--help'], cwd, output, keeping);
  if (name === 'help' || name === '--help' || name === '-h') {
    output.out(overview());
    return EXIT.allow;
  }
  if (name === '--version' || name === '-V') {
    output.out(`${readVersion()}\n`);
    return EXIT.allow;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    throw unknownCommand(name);
  }
  const command = await entry.load();
  const { positionals, values } = parse(command, rest);
  if (values.help === true) {
    output.out(helpText(command));
    return EXIT.allow;
  }
  return command.run({ values, positionals, cwd, output, keeping });
}

function unknownCommand(name: string): UsageError {
  const meant = nearestSlip(name, Object.keys(COMMANDS));
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return new UsageError(`There is no command ${quote(name)}.${hint} See agent-safe --help.`);
}

function overview(): string {
  return [
    'Agent-Safe decides what AI agents may do to infrastructure.',
    '',
    'Usage: agent-safe <command> [options]',
    '',
    ...columns(Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary])),
    '',
    'See agent-safe <command> --help. The version: agent-safe --version.',
    'Exit codes: 0 allowed or done, 1 error, 2 usage, 3 denied, 4 approval required, 5 tests failed.',
    '',
  ].join('\n');
}

function report(error: unknown, json: boolean, output: Output): ExitCode {
  const isUsage = error instanceof UsageError;
  const code = isUsage ? 'ERR_USAGE' : error instanceof AgentSafeError ? error.code : 'ERR_INTERNAL';
  // Messages name what stands in files and requests, line by line.
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map(printable);
  if (json) {
    const problems = error instanceof AgentSafeError && error.problems.length > 0 ? { problems: error.problems } : {};
    printJson(output, { error: { code, message: lines[0], ...problems } });
  } else {
    output.err(`${isUsage ? '' : `${code}: `}${lines.join('\n')}\n`);
    if (code === 'ERR_INTERNAL' && error instanceof Error) output.err(`${error.stack ?? ''}\n`);
  }
  return isUsage ? EXIT.usage : EXIT.error;
}
