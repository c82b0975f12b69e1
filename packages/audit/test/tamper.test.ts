import { writeFileSync } from 'node:fs';
import { announceRandom, isNightly, type Random, scaled } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { cutToPieces, isUnseen, readChainState } from './support/chain-state.ts';
import { makeLogPath } from './support/folder.ts';
import { splitLines, subjects } from './support/subjects.ts';

/** Joins lines. The last one keeps its line end. */
function join(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}

test.each(subjects)('T17 an unchanged log $name is ok', async ({ bytes }) => {
  const path = makeLogPath();
  writeFileSync(path, bytes);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', events: (await cutToPieces(bytes)).length });
});

/** In the nightly run, all bits of each byte. Otherwise all bits of one event in 20, and one bit of each byte of the others. */
function chooseBits(piece: number, random: Random): readonly number[] {
  return isNightly || piece % 20 === 0 ? [0, 1, 2, 3, 4, 5, 6, 7] : [random.below(8)];
}

test.each(subjects)('T17 every bit flip in a log $name is found', async ({ bytes, name }) => {
  const random = announceRandom(`bits of a log ${name}`);
  const unseen: string[] = [];
  for (const [index, piece] of (await cutToPieces(bytes)).entries()) {
    const changed = Buffer.from(piece.bytes);
    for (const [at, byte] of piece.bytes.entries()) {
      for (const bit of chooseBits(index, random)) {
        changed[at] = byte ^ (1 << bit);
        if (await isUnseen(changed, piece)) unseen.push(`bit ${bit} of byte ${piece.offset + at}`);
      }
      changed[at] = byte;
    }
  }
  expect(unseen).toEqual([]);
});

test.each(subjects)('T17 verify names the event of a log $name with a flipped bit', async ({ bytes, name }) => {
  const random = announceRandom(`flipped bits of a log ${name}`);
  const path = makeLogPath();
  const pieces = await cutToPieces(bytes);
  for (let run = 0; run < scaled(1_000); run += 1) {
    const changed = Buffer.from(bytes);
    const at = random.below(bytes.length);
    changed[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    writeFileSync(path, changed);
    const seq = pieces.findLastIndex(({ offset }) => offset <= at) + 1;
    const verdict = await verifyLog(path);
    expect(verdict, `byte ${at}`).toMatchObject({ seq, events: seq - 1 });
    expect(['torn', 'tampered']).toContain(verdict.verdict);
  }
});

/** Changes of one line. A change that is not possible for a line returns undefined. */
const EDITS: readonly { readonly name: string; readonly edit: (line: string) => readonly string[] }[] = [
  { name: 're-spaced', edit: (line) => [...line.matchAll(/[,:]/g)].map(({ index }) => insert(line, index + 1, ' ')) },
  { name: 'with a carriage return', edit: (line) => [`${line}\r`] },
  { name: 'with a byte order mark', edit: (line) => [`\ufeff${line}`] },
  { name: 'with spaces around', edit: (line) => [`${line} `, `${line}\t`, ` ${line}`, `${line}  `] },
  { name: 'with an empty line', edit: (line) => [`${line}\n`, `\n${line}`, `${line}\n\n`] },
  { name: 'with a repeated key', edit: doubleKeys },
  { name: 'with an added key', edit: (line) => [insert(line, 1, '"x":1,'), insert(line, line.length - 1, ',"x":1')] },
  { name: 'turned into a list', edit: (line) => [`[${line}]`] },
  { name: 'with its case changed', edit: (line) => [line.replace(/[0-9a-f]{64}/g, (found) => found.toUpperCase())] },
];

function insert(line: string, at: number, text: string): string {
  return line.slice(0, at) + text + line.slice(at);
}

/** Repeats each member, with the same and with another value, at both ends of the line. */
function doubleKeys(line: string): readonly string[] {
  const event = parse(line);
  return Object.entries(event).flatMap(([key, value]) =>
    [value, null, 'other'].flatMap((given) => {
      const member = `${JSON.stringify(key)}: ${JSON.stringify(given)}`;
      const tight = member.replace(': ', ':');
      return [insert(line, 1, `${member}, `), insert(line, 1, `${tight},`), insert(line, line.length - 1, `,${tight}`)];
    }),
  );
}

function parse(line: string): { readonly [key: string]: unknown } {
  try {
    return JSON.parse(line) as { readonly [key: string]: unknown };
  } catch {
    // Closed torn bytes count as a line.
    return {};
  }
}

const edits = subjects.flatMap((subject) => EDITS.map(({ edit, name }) => ({ ...subject, edit, change: name })));

test.each(edits)('T17 a line $change is found in a log $name', async ({ bytes, edit }) => {
  const unseen: string[] = [];
  let count = 0;
  for (const piece of await cutToPieces(bytes)) {
    const lines = splitLines(piece.bytes);
    for (const [index, line] of lines.entries()) {
      for (const changed of edit(line).filter((each) => each !== line)) {
        count += 1;
        if (await isUnseen(join(lines.with(index, changed)), piece)) unseen.push(changed);
      }
    }
  }
  expect(count).toBeGreaterThan(0);
  expect(unseen).toEqual([]);
});

test.each(subjects)('T17 every dropped or repeated line of a log $name is found', async ({ bytes }) => {
  const lines = splitLines(bytes);
  for (const index of lines.keys()) {
    const line = lines[index] ?? '';
    expect(await readChainState(join(lines.toSpliced(index, 0, line))), `line ${index + 1} twice`).toBe('tampered');
    expect(await readChainState(join([...lines, line])), `line ${index + 1} at the end again`).toBe('tampered');
    // Without its last line, the log is valid. Only a checkpoint shows that the line is missing.
    if (index === lines.length - 1) continue;
    expect(await readChainState(join(lines.toSpliced(index, 1))), `line ${index + 1} dropped`).toBe('tampered');
  }
});

test.each(subjects)('T17 any two swapped lines of a log $name are found', async ({ bytes, name }) => {
  const random = announceRandom(`swapped lines of a log ${name}`);
  const lines = splitLines(bytes);
  const neighbors = lines.slice(1).map((_, index) => [index, index + 1] as const);
  const pairs = Array.from({ length: 200 }, () => [random.below(lines.length), random.below(lines.length)] as const);
  for (const [left, right] of [...neighbors, ...pairs]) {
    if (left === right) continue;
    const swapped = lines.with(left, lines[right] ?? '').with(right, lines[left] ?? '');
    expect(await readChainState(join(swapped)), `lines ${left + 1} and ${right + 1}`).toBe('tampered');
  }
});
