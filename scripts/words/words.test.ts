import { expect, test } from 'vitest';
import { findWords } from './words.ts';

const names = (file: string, text: string): readonly string[] => findWords(file, text).map(({ name }) => name);

test.each([
  ['What nothing proves is denied.', 'clause as a subject'],
  ['Read it. Whoever executes believes nothing else.', 'clause as a subject'],
  ['It counts what is left.', 'what is …'],
  ['The log that nobody reads.', 'unnamed person'],
  ['It is denied, whatever it asks.', 'whatever'],
  ['A part of\nit.', 'of it'],
  ['A log, or one that goes on.', 'one that'],
  ['The name stands in the file.', 'stands in, lies in'],
  ['The approval counts no more.', 'counts no more'],
  ['The log begins anew.', 'anew'],
  ['The lease is over.', 'is over'],
  ['The agents that came of them.', 'comes of'],
  ['The vault hands out a token.', 'word of the glossary'],
  ['Actions of the catalogue.', 'British spelling'],
  ['The behaviour is tested.', 'British spelling'],
  ['The log has it in clear.', 'translated phrase'],
  ['A file outside of the folder.', 'translated phrase'],
])('%s breaks a rule in a page, a comment and a message', (text, name) => {
  expect(names('page.md', text)).toContain(name);
  expect(names('page.ts', `/**\n * ${text.replace('\n', '\n * ')}\n */\nconst a = 1;`)).toContain(name);
  expect(names('page.ts', `const a = \`\${b} — ${text.replace('\n', ' ')}\`;`)).toContain(name);
  expect(names('page.yaml', `# ${text.replace('\n', '\n# ')}`)).toContain(name);
});

test.each([
  'What is a ticket?',
  '`what is` in code',
  'No more than 5 requests.',
  'Each request yields a ticket.',
  'The status `cancelled` is a value. A precise behavior.',
  'Say what\n\nis',
])('%s may be written', (text) => {
  expect(names('page.md', text)).toEqual([]);
});

test('code is not prose', () => {
  expect(names('page.ts', 'const nobody = whoever.of(it);')).toEqual([]);
  expect(names('page.ts', '/** A key such as `nobody:`. */')).toEqual([]);
  expect(names('page.ts', '/** A key of nobody. */')).toHaveLength(1);
  expect(names('page.md', '```sh\necho nobody\n```')).toEqual([]);
  // A key that limits are counted under.
  expect(names('page.md', 'The key `nobody:` is shared.')).toEqual([]);
  expect(names('page.md', '---\nname: nobody\n---\n\nText.')).toEqual([]);
});

test('a match names its line', () => {
  expect(findWords('page.md', 'One.\n\nTwo.\nThree for nobody.')).toMatchObject([
    { line: 4, excerpt: expect.stringContaining('Three for nobody') },
  ]);
  expect(findWords('page.ts', '\n\n// One.\n// Two for nobody.\n')).toMatchObject([{ line: 4 }]);
});

test('a sentence of more than 30 words is too long for a page', () => {
  const words = (count: number): string => `${Array.from({ length: count }, () => 'word').join(' ')}.`;
  expect(names('page.md', words(30))).toEqual([]);
  expect(names('page.md', `${words(30)} ${words(31)}`)).toEqual(['sentence of 31 words']);
});
