import { COMMON_OPTIONS, type Command, type Option } from '../command/command.ts';
import { columns } from './columns.ts';

/** What `--help` prints for one command. */
export function helpText(command: Command): string {
  const options = Object.entries<Option>({ ...command.options, ...COMMON_OPTIONS }).map(
    ([name, { short, summary, value }]) => [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      summary,
    ],
  );
  return [
    `${command.summary}.`,
    '',
    `Usage: agent-safe ${command.name} ${command.positionals}`.trimEnd(),
    '',
    ...columns(options),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}
