import { hash } from 'node:crypto';
import type { AuditDraft, AuditEvent } from '@agent-safe/core';
import { anyDraft } from '@agent-safe/testkit';
import { type ChainHead, GENESIS } from '../../src/format/chain.ts';
import { formatLine, type LineContent, prepareEvent } from '../../src/format/line.ts';

export const START = Date.UTC(2026, 2, 1, 9, 30);

/** Content of a line, from which the line can be written again. */
interface Mintable extends LineContent {
  readonly event_id: string;
  readonly at: number;
}

/** Content of a line with its own hashes. */
export type MintedEvent = AuditDraft & Pick<Mintable, 'at' | 'event_id'>;

const REASONS = ['plain', 'naïve, 日本語', 'emoji 🚀 👩‍💻', 'line\u2028separator, "quotes", {braces}', '\ud800 alone'];

/** Returns different events, in the same order each time. */
export function sampleEvents(count: number): readonly MintedEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const draft = anyDraft({
      event_id: `evt-${String(index + 1).padStart(4, '0')}`,
      event_type: index % 5 === 4 ? 'execution_outcome' : 'decision',
      fields: {
        action: 'restart-deployment',
        reason: REASONS[index % REASONS.length] ?? '',
        params: { replicas: index },
      },
    });
    return { ...draft, at: START + index * 1_000 };
  });
}

/** Returns the lines of events with the right hashes, without line ends. The events need not have been recorded. */
export function mintLines(events: readonly Mintable[], after: ChainHead = GENESIS): readonly string[] {
  let head = after;
  return events.map((event) => {
    const minted = formatLine(prepareEvent(event), head.seq + 1, event.at, head.hash);
    head = { seq: minted.seq, hash: minted.entry_hash, hasOwn: true };
    return minted.line;
  });
}

/** Returns the bytes of a log of these lines. */
export function joinLines(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
}

const OF_THE_LOG = ['v', 'seq', 'write_seq', 'prev_hash', 'entry_hash'];

/** Returns the content of a line, from which the line can be written again. */
export function readMinted(line: string): MintedEvent {
  const { event_id, event_type, timestamp, ...rest } = JSON.parse(line) as AuditEvent;
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => !OF_THE_LOG.includes(name)));
  return { ...anyDraft({ event_id, event_type, fields }), at: Date.parse(timestamp) };
}

/** Returns the head that the next line must follow. */
export function headOf(lines: readonly string[]): ChainHead {
  const last = lines.at(-1);
  if (last === undefined) return GENESIS;
  return { seq: lines.length, hash: (JSON.parse(last) as { entry_hash: string }).entry_hash, hasOwn: true };
}

/** Returns the closing event of torn bytes at an offset, as a writer makes it. */
export function mintClosingEvent(torn: Buffer, offset: number, after: ChainHead): string {
  const fields = { torn: { offset, length: torn.length, sha256: hash('sha256', torn) } };
  const [line = ''] = mintLines([{ event_id: 'evt-seal', event_type: 'log_sealed', at: START, fields }], after);
  return line;
}
