import { COMMAND_GROUPS, COMMON_OPTIONS, type CommandEntry, type Option } from '../command/command.ts';
import { describeSources } from '../command/token-input.ts';
import { columns } from './columns.ts';

/**
 * The list of commands, below the headings of their groups.
 *
 * @param prefix first word of the listed commands; all commands by default
 */
export function commandList(commands: Readonly<Record<string, CommandEntry>>, prefix = ''): string {
  const listed = Object.entries(commands).filter(([name]) => name.startsWith(prefix));
  const lines = columns(listed.map(([name, { summary }]) => [name, summary]));
  const groups = COMMAND_GROUPS.flatMap((title) => {
    const own = lines.filter((_, index) => listed[index]?.[1].group === title);
    return own.length === 0 ? [] : [`${title}:`, ...own, ''];
  });
  return [
    'Agent-Safe decides what AI agents may do to infrastructure.',
    '',
    `Usage: agent-safe ${prefix}<command> [options]`,
    '',
    ...groups,
    'Help for one command: agent-safe <command> --help. Version: agent-safe --version.',
    'Exit codes: 0 allowed or done, 1 error, 2 usage error, 3 denied, 4 approval required, 5 tests failed,',
    '6 audit log torn or tampered with, 7 execution failed.',
    '',
  ].join('\n');
}

/** The help of one command: usage, options with defaults, examples, exit codes. */
export function commandHelp({ command, exits }: CommandEntry): string {
  const options = Object.entries<Option>({ ...command.options, ...COMMON_OPTIONS }).map(([name, option]) => {
    const { short, value } = option;
    return [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      describeOption(option),
    ];
  });
  const { tokenArgument } = command;
  const codes = Object.entries({ 2: 'usage error', ...exits }).map(([code, meaning]) => [code, meaning]);
  return [
    `${command.summary}.`,
    '',
    `Usage: agent-safe ${command.name} ${command.positionals}`.trimEnd(),
    ...(tokenArgument === undefined
      ? []
      : [`The ${tokenArgument.noun} can also be ${describeSources(tokenArgument)}.`]),
    '',
    'Options:',
    ...columns(options),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
    'Exit codes:',
    ...columns(codes),
    '',
  ].join('\n');
}

function describeOption({ choices, default: byDefault, multiple, summary, token }: Option): string {
  const notes = [
    ...(token === undefined ? [] : [describeSources(token)]),
    ...(choices === undefined ? [] : [`one of ${choices.join(', ')}`]),
    ...(multiple === true ? ['repeatable'] : []),
    ...(byDefault === undefined ? [] : [`default: ${byDefault}`]),
  ];
  return notes.length === 0 ? summary : `${summary} (${notes.join('; ')})`;
}
