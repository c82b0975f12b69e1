import { styleText } from 'node:util';
import type { Output } from '../command/command.ts';

type Format = Parameters<typeof styleText>[0];

/** Colors text for a terminal. Elsewhere, the text is unchanged. */
export function paint(output: Output, format: Format, text: string): string {
  return output.color ? styleText(format, text, { validateStream: false }) : text;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function toEscape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** Escapes control characters in text from documents and requests, so that they cannot move the cursor or color other text. */
export function printable(text: string): string {
  return text.replace(UNSEEN, toEscape);
}

/** Prints JSON. Characters that a terminal would interpret are escaped. */
export function printJson(output: Output, value: unknown): void {
  const text = JSON.stringify(value, undefined, 2);
  output.out(
    `${text
      .split('\n')
      .map((line) => line.replace(UNSEEN, escapeUtf16))
      .join('\n')}\n`,
  );
}

/** Prints JSON on one line, so that a reader can separate documents. */
export function printJsonLine(output: Output, value: unknown): void {
  output.out(`${JSON.stringify(value).replace(UNSEEN, escapeUtf16)}\n`);
}

/** JSON allows only escapes of four digits. */
function escapeUtf16(character: string): string {
  return Array.from({ length: character.length }, (_, index) => toEscape(character.charAt(index))).join('');
}
