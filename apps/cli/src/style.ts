import { styleText } from 'node:util';
import type { Output } from './command.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours text for a terminal, and leaves it as it is elsewhere. */
export function paint(output: Output, format: Format, text: string): string {
  return output.color ? styleText(format, text, { validateStream: false }) : text;
}

/** Text from documents and requests, safe to show: control characters cannot move the cursor or colour what follows. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

export function printJson(output: Output, value: unknown): void {
  output.out(`${JSON.stringify(value, undefined, 2)}\n`);
}
