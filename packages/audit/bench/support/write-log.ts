import { closeSync, openSync, writeSync } from 'node:fs';
import { formatLine, GENESIS_HASH, prepareEvent } from '../../src/format/line.ts';
import { sampleDraft } from './sample.ts';

/** Writes a log. @returns the number of its events */
export function writeLog(path: string, bytes: number): number {
  const file = openSync(path, 'w');
  let [hash, seq] = [GENESIS_HASH, 0];
  for (let written = 0; written < bytes; ) {
    const lines: string[] = [];
    for (let index = 0; index < 2_000; index += 1) {
      seq += 1;
      const { entry_hash, line } = formatLine(prepareEvent(sampleDraft(seq)), seq, 1_767_600_000_000 + seq, hash);
      hash = entry_hash;
      lines.push(`${line}\n`);
    }
    written += writeSync(file, lines.join(''));
  }
  closeSync(file);
  return seq;
}
