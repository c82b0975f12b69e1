import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AllowedMatch, allowedMatches } from './allowed.ts';
import { type Passage, readPassages } from './passages.ts';
import { MAX_SENTENCE_WORDS, type WordPattern, wordPatterns } from './patterns.ts';

/** One place of a text that has to be read twice. */
export interface WordMatch {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** The match with the words around it. */
  readonly excerpt: string;
  readonly instead: string;
}

const TEXT_FILE = /\.(?:md|ts|mjs|js|yaml|yml|sh)$/;

/** Text that others wrote, or that a program reads: recorded output of other systems, and this list of patterns. */
const NOT_READ =
  /(?:^|\/)(?:testdata|fixtures|node_modules)\/|\.snap$|^pnpm-lock\.yaml$|^scripts\/words\/|^docs\/reference\/measurements\.md$/;

const compiled = wordPatterns.map(({ pattern, matchesCase, ...rest }) => ({
  ...rest,
  pattern: new RegExp(
    pattern.replaceAll(/(?<![?\]]|\\W\*)\s(?!\?)/g, String.raw`\s+`),
    matchesCase === true ? 'gm' : 'gim',
  ),
}));

/** Every match of a pattern in one text. */
export function findWords(file: string, source: string): readonly WordMatch[] {
  return readPassages(file, source).flatMap((passage) => [
    ...compiled.flatMap((pattern) => matchesOf(file, passage, pattern)),
    ...(file.endsWith('.md') ? longSentences(file, passage) : []),
  ]);
}

type CompiledPattern = Omit<WordPattern, 'pattern'> & { readonly pattern: RegExp };

function matchesOf(file: string, passage: Passage, each: CompiledPattern): readonly WordMatch[] {
  return [...passage.text.matchAll(each.pattern)]
    .filter(({ index }) => each.allowedInQuestions !== true || !/^[^.!¶"]*\?/.test(passage.text.slice(index)))
    .map(({ index, 0: words }) => ({
      file,
      line: lineOf(passage, index),
      name: each.name,
      excerpt: excerptOf(passage.text, index, words.length),
      instead: each.instead,
    }));
}

function longSentences(file: string, passage: Passage): readonly WordMatch[] {
  return [...passage.text.matchAll(/[^.!?|¶]+(?:\.(?=\w)[^.!?|¶]+)*/g)].flatMap(({ index, 0: sentence }) => {
    const words = sentence.split(/\s+/).filter((word) => /\w/.test(word)).length;
    if (words <= MAX_SENTENCE_WORDS) return [];
    const start = index + sentence.search(/\S/);
    return [
      {
        file,
        line: lineOf(passage, start),
        name: `sentence of ${words} words`,
        excerpt: excerptOf(passage.text, start, 60),
        instead: 'One idea a sentence: make it two.',
      },
    ];
  });
}

function lineOf({ source, line }: Passage, index: number): number {
  return line + source.slice(0, index).split('\n').length - 1;
}

function excerptOf(text: string, index: number, length: number): string {
  return text
    .slice(Math.max(0, index - 20), index + length + 30)
    .replaceAll(/[\s¶]+/g, ' ')
    .trim();
}

/**
 * Finds the worst patterns of prose in every text of the repository that a person reads.
 *
 * @param folders where to look; everywhere without
 * @returns one line a match, and one for each allowed match that is gone
 */
export function checkWords(root: string, folders: readonly string[] = []): readonly string[] {
  const files = spawnSync('git', ['ls-files', '-z', '--', ...folders], { cwd: root, encoding: 'utf8' })
    .stdout.split('\0')
    .filter((file) => TEXT_FILE.test(file) && !NOT_READ.test(file));
  const matches = files.flatMap((file) => findWords(file, readFileSync(join(root, file), 'utf8')));
  const stale =
    folders.length > 0 ? [] : allowedMatches.filter((allowed) => !matches.some((match) => covers(allowed, match)));
  return [
    ...matches
      .filter((match) => !allowedMatches.some((allowed) => covers(allowed, match)))
      .map(({ file, line, name, excerpt, instead }) => `${file}:${line}: ${name}: … ${excerpt} … ${instead}`),
    ...stale.map(({ file, text }) => `scripts/words/allowed.ts: ${file} no longer has "${text}". Remove the entry.`),
  ];
}

function covers(allowed: AllowedMatch, match: WordMatch): boolean {
  return allowed.file === match.file && match.excerpt.includes(allowed.text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = checkWords(fileURLToPath(new URL('../..', import.meta.url)), process.argv.slice(2));
  for (const line of found) console.log(line);
  console.log(`${found.length} ${found.length === 1 ? 'match' : 'matches'}`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
