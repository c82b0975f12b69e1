import { randomFillSync } from 'node:crypto';

/** Without `-`, `_`, `+` and `/`: a double click selects the whole text, and no separator is part of a secret. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Bytes from here on are drawn again. Otherwise the first letters would be more frequent. */
const FAIR = 256 - (256 % LETTERS.length);

/** Returns random letters and digits from the secure source of the system. 43 of them have 256 bits. */
export function randomText(length: number): string {
  let text = '';
  const bytes = new Uint8Array(length * 2);
  while (text.length < length) {
    for (const byte of randomFillSync(bytes)) {
      if (byte < FAIR && text.length < length) text += LETTERS[byte % LETTERS.length];
    }
  }
  return text;
}
