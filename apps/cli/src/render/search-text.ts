import type { FoundRequests, FoundSubjects, SearchRefusal } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { table } from './columns.ts';
import { paint, printable } from './style.ts';

type Page = FoundRequests | FoundSubjects;

/** Prints one line per result, or one sentence. */
export function printFound(output: Output, rows: readonly (readonly string[])[], nothing: string): void {
  output.out(rows.length === 0 ? `${nothing}\n` : table(rows));
}

export function printRefusal(output: Output, { code, reason }: SearchRefusal): void {
  output.out(`${paint(output, ['bold', 'red'], 'REFUSED')} — ${printable(reason)}\n${table([['code', code]])}`);
}

/** Prints what the page does not answer: requests that need parameters, and the rest of the results. */
export function printRest(output: Output, { needs_params, next }: Page): void {
  if (needs_params.length > 0) {
    output.out('\nThe answer depends on parameters. Give them with --params:\n');
    output.out(table(needs_params.map(({ action, params, target }) => [action, target ?? 'none', params.join(', ')])));
  }
  if (next !== undefined) output.out(`\nMore results may follow: --after ${printable(next)}\n`);
}
