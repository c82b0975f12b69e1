import { describe, expect, test } from 'vitest';
import { batchBody, batchKey, checkpointKey, readCheckpointSize } from './s3-keys.ts';
import type { ShippedEvent } from './shipper.ts';

const event = (seq: number, more: Partial<ShippedEvent> = {}): ShippedEvent => ({
  seq,
  event_id: `evt-${seq}`,
  event_type: 'evaluation',
  timestamp: '2026-01-02T03:04:05.678Z',
  entry_hash: 'ab'.repeat(32),
  line: `{"seq":${seq}}`,
  ...more,
});

describe('keys', () => {
  test.each([
    ['2026-01-02T03:04:05.678Z', '2026/01/02'],
    ['2026-01-02T23:30:00-05:00', '2026/01/03'],
    ['0001-01-01T00:00:00Z', '0001/01/01'],
    ['0000-01-01T00:00:00+01:00', 'undated'],
    ['9999-12-31T23:59:59-01:00', 'undated'],
    ['2026-13-02T03:04:05Z', 'undated'],
    ['2026-01-02T03:04:05', 'undated'],
    ['1', 'undated'],
    ['../../../..', 'undated'],
    ['', 'undated'],
  ])('the folder of %j is %s', (timestamp, folder) => {
    expect(batchKey(event(7, { timestamp }), event(12))).toBe(`${folder}/000000000007-000000000012.jsonl`);
  });

  test('the key of a checkpoint contains its size', () => {
    expect(checkpointKey(1_234)).toBe('checkpoints/000000001234.txt');
  });

  test.each<[string, number | undefined]>([
    ['log\n12\nroot\n', 12],
    ['log\n0\nroot\n', 0],
    ['log\n012\nroot\n', undefined],
    ['log\n-1\nroot\n', undefined],
    ['log\n1/../2\nroot\n', undefined],
    ['log\n9999999999999999\nroot\n', undefined],
    ['log', undefined],
    ['', undefined],
  ])('the size of the note %j is %j', (note, size) => {
    expect(readCheckpointSize(note)).toBe(size);
  });
});

describe('the bytes of a batch', () => {
  test('equal those of the log', () => {
    const torn = Buffer.from([0x7b, 0, 0xff]);
    const events = [event(1, { line: '{"text":"ü"}' }), event(2, { torn }), event(3, { torn: Buffer.from('{"v\n') })];
    expect(batchBody(events)).toEqual(
      Buffer.concat([Buffer.from('{"text":"ü"}\n'), torn, Buffer.from('\n{"seq":2}\n{"v\n{"seq":3}\n')]),
    );
  });

  test('contain no line end for empty torn bytes', () => {
    expect(batchBody([event(1, { torn: Buffer.of() })])).toEqual(Buffer.from('{"seq":1}\n'));
  });
});
