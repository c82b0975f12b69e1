import { hash } from 'node:crypto';
import { announceRandom, type Random, scaled } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { Chain } from '../src/format/chain.ts';
import { followLine } from '../src/format/next-line.ts';
import { splitLines, subjects } from './support/subjects.ts';

/** Reads lines with one of the two methods of a chain. Returns what a checkpoint is signed for. */
function read(lines: readonly string[], method: 'follow' | 'take') {
  const chain = new Chain();
  let offset = 0;
  for (const text of lines) {
    const bytes = Buffer.from(`${text}\n`);
    const place = { file: 'audit.jsonl', line: 0, offset };
    offset += bytes.length;
    const args = [bytes, 0, bytes.length - 1, true, place] as const;
    const found = method === 'follow' ? followLine(chain, ...args) : chain.take(...args);
    if (found === 'tampered') break;
  }
  const { hash: last, hasOwn, seq } = chain.head;
  const { state } = chain.finish();
  return state === 'whole' ? { state, seq, last, hasOwn, offset: chain.offset } : { state };
}

/** Gives a line the hash of the line before, and its own hash, as a program without keys can. */
function rechain(lines: readonly string[], from: number): string[] {
  const result = [...lines];
  for (let index = from; index < result.length; index += 1) {
    const before = /"entry_hash":"(\w+)"\}$/.exec(result[index - 1] ?? '')?.[1] ?? '0'.repeat(64);
    const open = (result[index] ?? '').replace(/,"prev_hash":"\w*","entry_hash":"\w*"\}$/, `,"prev_hash":"${before}"`);
    result[index] = `${open},"entry_hash":"${hash('sha256', `${open}}`)}"}`;
  }
  return result;
}

const EDITS: readonly ((line: string, random: Random) => string)[] = [
  (line) => line.replace(/"seq":(\d+)/, (_, seq: string) => `"seq":${Number(seq) + 1}`),
  (line) => line.replace(/"seq":(\d+)/, '"seq":0$1'),
  (line) => line.replace(/"write_seq":\d+/, '"write_seq":1'),
  (line) => line.replace(/"write_seq":(\d+)/, '"write_seq":0$1'),
  (line) => line.replace(/,"write_seq":\d+/, ''),
  (line) => line.replace(/"event_type":"\w+"/, '"event_type":"log_sealed"'),
  (line) => line.replace(/,"timestamp":"[^"]*"/, ''),
  (line) => line.replace('{"v":1,', '{ "v":1,'),
  (line) => line.replace(/"v":1/, '"v":2'),
  (line, random) => {
    const at = random.below(line.length);
    return `${line.slice(0, at)}${String.fromCharCode(32 + random.below(90))}${line.slice(at + 1)}`;
  },
];

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

test.each(subjects)('T48 law: a log $name that is followed without parsing ends as a parsed one', ({ bytes, name }) => {
  const random = announceRandom(`following a log ${name}`);
  const lines = splitLines(bytes);
  expect(read(lines, 'follow')).toEqual(read(lines, 'take'));
  for (let run = 0; run < scaled(2_000); run += 1) {
    const index = random.below(lines.length);
    const edit = EDITS[random.below(EDITS.length)];
    let changed = [...lines];
    changed[index] = edit?.(lines[index] ?? '', random) ?? '';
    if (random.below(2) === 0) changed.splice(random.below(lines.length), random.below(2));
    if (random.below(2) === 0) changed = rechain(changed, index);
    // A line that is not JSON is found by `audit verify`. A checkpoint covers its bytes.
    if (!changed.every(isJson)) continue;
    expect(read(changed, 'follow'), changed[index]).toEqual(read(changed, 'take'));
  }
});
