import { readFileSync } from 'node:fs';
import { headOf, joinLines, mintClosingEvent, mintLines, sampleEvents } from './sample-log.ts';

/** Reads a log that 0.11 wrote. */
export function readFixture(name: 'hundred' | 'whole'): Buffer {
  return readFileSync(new URL(`../fixtures/0.11-${name}.jsonl`, import.meta.url));
}

export function splitLines(bytes: Buffer): readonly string[] {
  return bytes.toString('utf8').split('\n').slice(0, -1);
}

function withClosedTail(): Buffer {
  const lines = mintLines(sampleEvents(60));
  const [before, after] = [lines.slice(0, 40), lines.slice(40)];
  const torn = Buffer.from(after[0]?.slice(0, 150) ?? '', 'utf8');
  const start = joinLines(before);
  const closing = mintClosingEvent(torn, start.length, headOf(before));
  const rest = mintLines(sampleEvents(20), headOf([...before, closing]));
  return Buffer.concat([start, torn, Buffer.from('\n'), joinLines([closing, ...rest])]);
}

function goneOnFrom11(): Buffer {
  const legacy = splitLines(readFixture('whole'));
  return Buffer.concat([readFixture('whole'), joinLines(mintLines(sampleEvents(30), headOf(legacy)))]);
}

/** Valid logs of all kinds. */
export const subjects: readonly { readonly name: string; readonly bytes: Buffer }[] = [
  { name: 'of 100 events', bytes: joinLines(mintLines(sampleEvents(100))) },
  { name: 'with a closed tail', bytes: withClosedTail() },
  { name: 'of 0.11', bytes: readFixture('hundred') },
  { name: 'of 0.11 with all kinds of text', bytes: readFixture('whole') },
  { name: 'continued from 0.11', bytes: goneOnFrom11() },
];
