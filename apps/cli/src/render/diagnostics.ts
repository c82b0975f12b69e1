import { type Diagnostic, formatPlace } from '@agent-safe/core';
import type { Output } from '../command/command.ts';
import { paint, printable } from './style.ts';

/** Prints one diagnostic with its place, its code and how to fix it. */
export function printDiagnostic(output: Output, diagnostic: Diagnostic): void {
  const color = diagnostic.severity === 'error' ? 'red' : 'yellow';
  const place = printable(formatPlace(diagnostic));
  output.out(
    `${place}${place === '' ? '' : ': '}${paint(output, color, diagnostic.severity)}: ${printable(diagnostic.message)}  [${diagnostic.code}]\n`,
  );
  if (diagnostic.fix !== undefined) output.out(`    ${printable(diagnostic.fix)}\n`);
}
