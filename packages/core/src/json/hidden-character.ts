/** A character that an editor does not show, or shows as something else than a parser reads. */
export interface HiddenCharacter {
  /** Position in UTF-16 units from the start of the text. */
  readonly offset: number;
  /** Its name with the code point: `a carriage return without a line feed (U+000D)`. */
  readonly description: string;
}

/** Control characters, line separators, characters without a width, and characters that turn the direction of the text. */
const SUSPECT = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/**
 * Finds the characters that hide a part of a text from a reader. In a file with a lone carriage return, for instance, an editor shows a
 * new line, but a comment continues, and a condition after it does not count.
 *
 * Tabs and line ends (LF, CR LF) hide nothing. Joiners and variation selectors inside an emoji hide nothing, and neither do joiners
 * between the letters of a script that needs them.
 */
export function* findHiddenCharacters(text: string): Generator<HiddenCharacter> {
  for (const { 0: character, index: offset } of text.matchAll(SUSPECT)) {
    if (!isVisible(text, character, offset)) yield { offset, description: describe(character) };
  }
}

function isVisible(text: string, character: string, offset: number): boolean {
  if (character === '\t' || character === '\n') return true;
  const after = text.slice(offset + 1, offset + 3);
  if (character === '\r') return after.startsWith('\n');
  const before = text.slice(Math.max(0, offset - 3), offset);
  if (VARIATION.test(character)) return EMOJI_BEFORE.test(before);
  if (!JOINER.test(character)) return false;
  return (
    (EMOJI_BEFORE.test(before) && EMOJI_AFTER.test(after)) || (LETTER_BEFORE.test(before) && LETTER_AFTER.test(after))
  );
}

const VARIATION = /^[\ufe0e\ufe0f]$/;
const JOINER = /^[\u200c\u200d]$/;
/** An emoji, with its color or its variation selector. `#`, `*` and digits are no emoji here. */
const EMOJI_BEFORE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier})\ufe0f?$/u;
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u;
/** Letters of scripts that join letters, such as Arabic and Devanagari. */
const LETTER_BEFORE = /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}]$/u;
const LETTER_AFTER = /^(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}]/u;

const NAMES: Readonly<Record<string, string>> = {
  '\0': 'a null character',
  '\v': 'a vertical tab',
  '\f': 'a form feed',
  '\r': 'a carriage return without a line feed',
  '\u0085': 'a next line character',
  '\u2028': 'a line separator',
  '\u2029': 'a paragraph separator',
  '\ufeff': 'a byte order mark inside the text',
};

function describe(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `${NAMES[character] ?? describeKind(character)} (U+${code})`;
}

function describeKind(character: string): string {
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(character)) return 'a character that turns the text around';
  return /\p{Cc}/u.test(character) ? 'a control character' : 'an invisible character';
}
