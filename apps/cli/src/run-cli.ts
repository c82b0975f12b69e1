import { AgentSafeError, nearest } from '@agent-safe/core';
import { type Command, columns, helpText, type Output, parse, UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { version } from './version.ts';

/** Loaded only when it is called, so that every command starts fast. */
const COMMANDS: Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<{ readonly command: Command }> }>
> = {
  init: {
    summary: 'Make a new project: settings, actions, policies, targets, tests',
    load: () => import('./commands/init.ts'),
  },
  check: { summary: 'Decide what an agent asks for', load: () => import('./commands/check.ts') },
  'list-actions': { summary: 'Show the registered actions', load: () => import('./commands/list-actions.ts') },
  validate: { summary: 'Find every mistake in the files of a project', load: () => import('./commands/validate.ts') },
  test: { summary: 'Run policy tests', load: () => import('./commands/test.ts') },
};

/** Runs one command line. Throws nothing: whatever goes wrong becomes a message and an exit code. */
export async function runCli(argv: readonly string[], cwd: string, output: Output): Promise<ExitCode> {
  const json = argv.includes('--json');
  try {
    return await dispatch(argv, cwd, output);
  } catch (error) {
    return report(error, json, output);
  }
}

async function dispatch([name, ...rest]: readonly string[], cwd: string, output: Output): Promise<ExitCode> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    output.out(overview());
    return name === undefined ? EXIT.usage : EXIT.allow;
  }
  if (name === '--version' || name === '-V') {
    output.out(`${version}\n`);
    return EXIT.allow;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    throw new UsageError(
      `There is no command "${name}". Did you mean "${nearest(name, Object.keys(COMMANDS))}"? See agent-safe --help.`,
    );
  }
  const { command } = await entry.load();
  const { positionals, values } = parse(command, rest);
  if (values.help === true) {
    output.out(helpText(command));
    return EXIT.allow;
  }
  return command.run({ values, positionals, cwd, output });
}

function overview(): string {
  return [
    'Agent-Safe decides what AI agents may do to infrastructure.',
    '',
    'Usage: agent-safe <command> [options]',
    '',
    ...columns(Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary])),
    '',
    'See agent-safe <command> --help.',
    'Exit codes: 0 allowed or done, 1 error, 2 usage, 3 denied, 4 approval required, 5 tests failed.',
    '',
  ].join('\n');
}

function report(error: unknown, json: boolean, output: Output): ExitCode {
  const isUsage = error instanceof UsageError;
  const code = isUsage ? 'ERR_USAGE' : error instanceof AgentSafeError ? error.code : 'ERR_INTERNAL';
  const message = error instanceof Error ? error.message : String(error);
  if (json) {
    const problems = error instanceof AgentSafeError && error.problems.length > 0 ? { problems: error.problems } : {};
    const summary = message.split('\n', 1)[0];
    output.out(`${JSON.stringify({ error: { code, message: summary, ...problems } }, undefined, 2)}\n`);
  } else {
    output.err(`${isUsage ? '' : `${code}: `}${message}\n`);
    if (code === 'ERR_INTERNAL' && error instanceof Error) output.err(`${error.stack ?? ''}\n`);
  }
  return isUsage ? EXIT.usage : EXIT.error;
}
