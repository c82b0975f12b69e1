import { expect, test } from 'vitest';
import { findHiddenCharacters } from './hidden-character.ts';

const found = (text: string) => Array.from(findHiddenCharacters(text), ({ description }) => description);

test.each([
  ['plain text with tabs and line ends', 'a:\tb\nc: d\r\n'],
  ['letters of many scripts', 'naïve Ελλάδα 日本語 עברית العربية'],
  ['emoji with joiners, colors and variation selectors', '👩‍💻 ⚠️ 👩🏽‍🚒 ❤️‍🔥 🏳️‍🌈'],
  ['a joiner between Persian letters', 'می‌خواهم'],
  ['a joiner between Devanagari letters', 'क्‍ष'],
  ['a no-break space', '10\u00a0%'],
])('T39 %s hides nothing', (_, text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  ['# a\rb: c', 'a carriage return without a line feed (U+000D)'],
  ['a\r', 'a carriage return without a line feed (U+000D)'],
  ['a\r\r\nb', 'a carriage return without a line feed (U+000D)'],
  ['a\n\rb', 'a carriage return without a line feed (U+000D)'],
  ['a\0b', 'a null character (U+0000)'],
  ['a\u000bb', 'a vertical tab (U+000B)'],
  ['a\fb', 'a form feed (U+000C)'],
  ['a\bb', 'a control character (U+0008)'],
  ['a\u001b[1Ab', 'a control character (U+001B)'],
  ['a\u007fb', 'a control character (U+007F)'],
  ['a\u009bb', 'a control character (U+009B)'],
  ['a\u0085b', 'a next line character (U+0085)'],
  ['a\u2028b', 'a line separator (U+2028)'],
  ['a\u2029b', 'a paragraph separator (U+2029)'],
  ...['\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e'].map(turning),
  ...['\u2066', '\u2067', '\u2068', '\u2069'].map(turning),
  ['a\ufeffb', 'a byte order mark inside the text (U+FEFF)'],
  ...['\u00ad', '\u034f', '\u115f', '\u180e', '\u200b', '\u2060', '\u2061', '\u3164', '\uffa0', '\ufff9'].map(
    invisible,
  ),
  ['a\u200db', 'an invisible character (U+200D)'],
  ['prod\u200c', 'an invisible character (U+200C)'],
  ['a\ufe0fb', 'an invisible character (U+FE0F)'],
  ['1\ufe0f', 'an invisible character (U+FE0F)'],
  ['a\u{e0061}b', 'an invisible character (U+E0061)'],
])('T39 %j has %s', (text, description) => {
  expect(found(text)).toEqual([description]);
});

function turning(character: string): [string, string] {
  return [`a${character}b`, `a character that turns the text around (U+${hex(character)})`];
}

function invisible(character: string): [string, string] {
  return [`a${character}b`, `an invisible character (U+${hex(character)})`];
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
