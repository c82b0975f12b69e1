import { styleText } from 'node:util';
import type { Output } from '../command/command.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours text for a terminal, and leaves it as it is elsewhere. */
export function paint(output: Output, format: Format, text: string): string {
  return output.color ? styleText(format, text, { validateStream: false }) : text;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function toEscape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** Text from documents and requests, safe to show: control characters cannot move the cursor or colour what follows. */
export function printable(text: string): string {
  return text.replace(UNSEEN, toEscape);
}

/** JSON, with whatever a terminal would obey written as an escape. */
export function printJson(output: Output, value: unknown): void {
  const text = JSON.stringify(value, undefined, 2);
  output.out(
    `${text
      .split('\n')
      .map((line) => line.replace(UNSEEN, escapeUtf16))
      .join('\n')}\n`,
  );
}

/** The same on one line, for whoever reads one document after the other. */
export function printJsonLine(output: Output, value: unknown): void {
  output.out(`${JSON.stringify(value).replace(UNSEEN, escapeUtf16)}\n`);
}

/** JSON knows escapes of four digits alone. */
function escapeUtf16(character: string): string {
  return Array.from({ length: character.length }, (_, index) => toEscape(character.charAt(index))).join('');
}
