import { AgentSafeError, quote, suggest } from '@agent-safe/core';
import type { CacheOptions } from '@agent-safe/registry/open';
import { type Command, type Invocation, type Output, parse, UsageError } from './command/command.ts';
import { EXIT, type ExitCode } from './command/exit-code.ts';
import { command as check } from './commands/check.ts';
import { columns } from './render/columns.ts';
import { helpText } from './render/help-text.ts';
import { printable, printJson } from './render/style.ts';
import { readVersion } from './version.ts';

/** What `check` does not need is loaded only when it is called, so that a check starts fast. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  init: {
    summary: 'Make a new project: settings, actions, policies, targets, tests',
    load: async () => (await import('./commands/lazy.ts')).init,
  },
  check: { summary: 'Decide what an agent asks for', load: async () => check },
  'list-actions': {
    summary: 'Show the registered actions',
    load: async () => (await import('./commands/lazy.ts')).listActions,
  },
  'catalog list': {
    summary: 'Show the actions of the catalog, and which of them the project has',
    load: async () => (await import('./commands/lazy.ts')).catalogList,
  },
  'catalog add': {
    summary: 'Copy actions of the catalog into the project',
    load: async () => (await import('./commands/lazy.ts')).catalogAdd,
  },
  validate: {
    summary: 'Find every mistake in the files of a project',
    load: async () => (await import('./commands/lazy.ts')).validate,
  },
  test: { summary: 'Run policy tests', load: async () => (await import('./commands/lazy.ts')).test },
  bundle: {
    summary: 'Write everything that decides into one file',
    load: async () => (await import('./commands/lazy.ts')).bundle,
  },
  'keys generate': {
    summary: 'Make the keys of a project, or those that it lacks',
    load: async () => (await import('./commands/lazy.ts')).keysGenerate,
  },
  'keys list': {
    summary: 'Show which keys there are',
    load: async () => (await import('./commands/lazy.ts')).keysList,
  },
  'keys rotate': {
    summary: 'Add a key that takes the place of an older one',
    load: async () => (await import('./commands/lazy.ts')).keysRotate,
  },
  'keys jwks': {
    summary: 'Print the public keys',
    load: async () => (await import('./commands/lazy.ts')).keysJwks,
  },
  'identity create': {
    summary: 'Issue a token that proves who an agent is',
    load: async () => (await import('./commands/lazy.ts')).identityCreate,
  },
  'delegation create': {
    summary: 'Hand on less than an agent holds',
    load: async () => (await import('./commands/lazy.ts')).delegationCreate,
  },
  'delegation verify': {
    summary: 'Verify a token, and show its chain',
    load: async () => (await import('./commands/lazy.ts')).delegationVerify,
  },
  'ticket verify': {
    summary: 'Verify an execution ticket',
    load: async () => (await import('./commands/lazy.ts')).ticketVerify,
  },
  'runner dry-run': {
    summary: 'Show what a ticket would do',
    load: async () => (await import('./commands/lazy.ts')).runnerDryRun,
  },
  'runner execute': {
    summary: 'Do what a ticket authorizes, once',
    load: async () => (await import('./commands/lazy.ts')).runnerExecute,
  },
  'runner reconcile': {
    summary: 'End what a crash left open',
    load: async () => (await import('./commands/lazy.ts')).runnerReconcile,
  },
  'rollback show': {
    summary: 'Show what would take an execution back',
    load: async () => (await import('./commands/lazy.ts')).rollbackShow,
  },
  'rollback check': {
    summary: 'Decide on a rollback',
    load: async () => (await import('./commands/lazy.ts')).rollbackCheck,
  },
  'rollback run': {
    summary: 'Take an execution back',
    load: async () => (await import('./commands/lazy.ts')).rollbackRun,
  },
  'credential resolve': {
    summary: 'Show which credentials a ticket would be given',
    load: async () => (await import('./commands/lazy.ts')).credentialResolve,
  },
  'credential revoke': {
    summary: 'Take credentials back before their end',
    load: async () => (await import('./commands/lazy.ts')).credentialRevoke,
  },
  'credential test-vault': {
    summary: 'Find out whether the vault can be used',
    load: async () => (await import('./commands/lazy.ts')).credentialTestVault,
  },
  'approval list': {
    summary: 'Show what waits for an approval',
    load: async () => (await import('./commands/lazy.ts')).approvalList,
  },
  'approval show': {
    summary: 'Show all that an approver needs to know of a request',
    load: async () => (await import('./commands/lazy.ts')).approvalShow,
  },
  'approval approve': {
    summary: 'Say yes to exactly one request',
    load: async () => (await import('./commands/lazy.ts')).approvalApprove,
  },
  'approval deny': {
    summary: 'Say no to a request',
    load: async () => (await import('./commands/lazy.ts')).approvalDeny,
  },
  'approval cancel': {
    summary: 'Take a request back',
    load: async () => (await import('./commands/lazy.ts')).approvalCancel,
  },
  'approval wait': {
    summary: 'Wait until a request is approved, denied, expired or cancelled',
    load: async () => (await import('./commands/lazy.ts')).approvalWait,
  },
  'approval watch': {
    summary: 'Show requests as they come, and how they end',
    load: async () => (await import('./commands/lazy.ts')).approvalWatch,
  },
  'risk show': {
    summary: 'Show the risk of callers, and their limits',
    load: async () => (await import('./commands/lazy.ts')).riskShow,
  },
  revoke: {
    summary: 'Stop an agent, or a token, or all tokens',
    load: async () => (await import('./commands/lazy.ts')).revoke,
  },
  'audit verify': {
    summary: 'Find out whether the audit log is as it was written',
    load: async () => (await import('./commands/lazy.ts')).auditVerify,
  },
  'audit show': {
    summary: 'Show the last events of the audit log',
    load: async () => (await import('./commands/lazy.ts')).auditShow,
  },
  'audit checkpoint': {
    summary: 'Sign how large the audit log is',
    load: async () => (await import('./commands/lazy.ts')).auditCheckpoint,
  },
  'audit ship': {
    summary: 'Ship the audit log to another place',
    load: async () => (await import('./commands/lazy.ts')).auditShip,
  },
  'audit show-state': {
    summary: 'Show the state before and after',
    load: async () => (await import('./commands/lazy.ts')).auditShowState,
  },
  'audit state-coverage': {
    summary: 'Show which executions left a record of the state',
    load: async () => (await import('./commands/lazy.ts')).auditStateCoverage,
  },
};

/**
 * Runs one command line. It throws nothing: every error becomes a message and an exit code.
 *
 * @param clock milliseconds since 1970, UTC. Tests give their own.
 */
export async function runCli(
  argv: readonly string[],
  cwd: string,
  output: Output,
  cache?: CacheOptions,
  clock: () => number = Date.now,
): Promise<ExitCode> {
  const json = argv.some((argument) => /^--json(?:=|$)/.test(argument));
  try {
    return await dispatch(argv, { cwd, clock, output, cache });
  } catch (error) {
    return report(error, json, output);
  }
}

/** The first words of commands that have two, such as "audit verify". */
const GROUPS = new Set(Object.keys(COMMANDS).flatMap((name) => (name.includes(' ') ? [name.split(' ', 1)[0]] : [])));

function joinWords(argv: readonly string[]): readonly string[] {
  const [first, second, ...rest] = argv;
  if (!GROUPS.has(first) || second === undefined || second.startsWith('-')) return argv;
  return [`${first} ${second}`, ...rest];
}

async function dispatch(
  argv: readonly string[],
  place: Omit<Invocation<never>, 'values' | 'positionals'>,
): Promise<ExitCode> {
  const { output } = place;
  const [name, ...rest] = joinWords(argv);
  if (name === undefined) {
    output.err(overview());
    return EXIT.usage;
  }
  if (name === 'help' && rest[0] !== undefined) return dispatch([...rest, '--help'], place);
  if (name === 'help' || name === '--help' || name === '-h') {
    output.out(overview());
    return EXIT.allow;
  }
  if (name === '--version' || name === '-V') {
    output.out(`${readVersion()}\n`);
    return EXIT.allow;
  }
  if (GROUPS.has(name)) {
    const isHelp = rest.includes('--help') || rest.includes('-h');
    (isHelp ? output.out : output.err)(overview(`${name} `));
    return isHelp ? EXIT.allow : EXIT.usage;
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
  return command.run({ ...place, values, positionals });
}

function unknownCommand(name: string): UsageError {
  const help = 'See agent-safe --help.';
  const hint = suggest(name, Object.keys(COMMANDS), '');
  return new UsageError([`There is no command ${quote(name)}.`, hint, help].filter((part) => part !== '').join(' '));
}

/** @param prefix of the commands that are shown; all of them where it is left out */
function overview(prefix = ''): string {
  return [
    'Agent-Safe decides what AI agents may do to infrastructure.',
    '',
    'Usage: agent-safe <command> [options]',
    '',
    ...columns(
      Object.entries(COMMANDS)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, { summary }]) => [name, summary]),
    ),
    '',
    'See agent-safe <command> --help. The version: agent-safe --version.',
    'Exit codes: 0 allowed or done, 1 error, 2 usage, 3 denied, 4 approval required, 5 tests failed,',
    '6 audit log torn or tampered with, 7 carried out without success.',
    '',
  ].join('\n');
}

function report(error: unknown, json: boolean, output: Output): ExitCode {
  const isUsage = error instanceof UsageError;
  const code = isUsage ? 'ERR_USAGE' : error instanceof AgentSafeError ? error.code : 'ERR_INTERNAL';
  // Messages name what stands in files and requests, line by line.
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
