import { quote, suggest } from '@agent-safe/core';
import { type CommandEntry, type Surroundings, UsageError } from './command/command.ts';
import { EXIT, type ExitCode } from './command/exit-code.ts';
import { parse } from './command/parse.ts';
import { readTokens } from './command/token-input.ts';
import { COMMANDS } from './command-table.ts';
import { isRemote } from './options/server-options.ts';
import { commandHelp, commandList } from './render/help-text.ts';
import { readVersion } from './version.ts';

/** First words of the commands with two words, such as `audit` of `audit verify`. */
const PREFIXES = new Set(Object.keys(COMMANDS).flatMap((name) => (name.includes(' ') ? [name.split(' ', 1)[0]] : [])));

/**
 * Finds the command of a command line and runs it, or prints help.
 *
 * @throws UsageError and everything that commands throw
 */
export async function dispatch(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { output } = surroundings;
  const [name, ...rest] = joinWords(argv);
  if (name === undefined) {
    output.err(commandList(COMMANDS));
    return EXIT.usage;
  }
  if (name === 'help' && rest[0] !== undefined) return dispatch([...rest, '--help'], surroundings);
  if (name === 'help' || name === '--help' || name === '-h') {
    output.out(commandList(COMMANDS));
    return EXIT.allow;
  }
  if (name === '--version' || name === '-V') {
    output.out(`${readVersion()}\n`);
    return EXIT.allow;
  }
  if (PREFIXES.has(name)) {
    const isHelp = rest.includes('--help') || rest.includes('-h');
    (isHelp ? output.out : output.err)(commandList(COMMANDS, `${name} `));
    return isHelp ? EXIT.allow : EXIT.usage;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) throw unknownCommand(name);
  const parsed = parse(entry.command, rest);
  if (parsed.values.help === true) {
    output.out(commandHelp(entry));
    return EXIT.allow;
  }
  refuseForServer(entry);
  const read = readTokens(entry.command, parsed, surroundings);
  return entry.command.run({ ...surroundings, ...read, commands: COMMANDS, readVersion });
}

/** Refuses commands that would act on a project here, although the user works with a server. */
function refuseForServer({ command, group }: CommandEntry): void {
  if (Object.hasOwn(command.options, 'server') || !ACTING.has(group) || !isRemote({})) return;
  throw new UsageError(
    `agent-safe ${command.name} works on project files, not with a server. Unset AGENT_SAFE_SERVER to run it here.`,
  );
}

const ACTING: ReadonlySet<CommandEntry['group']> = new Set([
  'Decide',
  'Identities',
  'Approvals',
  'Execute',
  'Audit log',
]);

function joinWords(argv: readonly string[]): readonly string[] {
  const [first, second, ...rest] = argv;
  if (!PREFIXES.has(first) || second === undefined || second.startsWith('-')) return argv;
  return [`${first} ${second}`, ...rest];
}

function unknownCommand(name: string): UsageError {
  const help = 'See agent-safe --help.';
  const hint = suggest(name, Object.keys(COMMANDS), '');
  return new UsageError([`There is no command ${quote(name)}.`, hint, help].filter((part) => part !== '').join(' '));
}
