import type { Refused } from '@agent-safe/core';
import type { Output } from '../command/command.ts';
import { table } from './columns.ts';
import { paint, printable } from './style.ts';

/** Prints why something was refused. @param more rows below the code */
export function printRefused(
  output: Output,
  { code, reason }: Pick<Refused<string>, 'code' | 'reason'>,
  more: readonly (readonly string[])[] = [],
): void {
  const rows = [['code', code], ...more];
  output.err(`${paint(output, ['bold', 'red'], 'REFUSED')} — ${printable(reason)}\n${table(rows)}`);
}
