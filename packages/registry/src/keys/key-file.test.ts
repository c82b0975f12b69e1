import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { readKeys } from './key-file.ts';
import { loadKeys } from './keys.ts';
import { generateKeys } from './make-keys.ts';

type Entry = Readonly<Record<string, string>>;

function entriesOf(text: string): readonly Entry[] {
  return (JSON.parse(text) as { readonly keys: readonly Entry[] }).keys;
}

function keyFile(entries: readonly Entry[]): string {
  const path = join(makeFolder({ 'keys.json': JSON.stringify({ keys: entries }) }), 'keys.json');
  chmodSync(path, 0o600);
  return path;
}

/** Returns the key with one bit flipped. */
function damage(value = ''): string {
  const bytes = Buffer.from(value, 'base64url');
  bytes[7] = (bytes[7] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

describe('a key pair that does not match', () => {
  const entries = entriesOf(generateKeys());

  test.each(['checkpoint', 'token'].flatMap((purpose) => ['d', 'x'].map((part) => [purpose, part] as const)))(
    'T10 a %s key with one wrong bit in %s is refused when the file is read',
    (purpose, part) => {
      const damaged = entries.map((entry) =>
        entry.purpose === purpose ? { ...entry, [part]: damage(entry[part]) } : entry,
      );
      const load = () => loadKeys(keyFile(damaged));
      expect(load).toThrow(expect.objectContaining({ code: 'ERR_KEYS_INVALID' }));
    },
  );

  test('T21 the error contains no part of any key of the file', () => {
    const damaged = entries.map((entry) => (entry.x === undefined ? entry : { ...entry, x: damage(entry.x) }));
    const parts = damaged.flatMap(({ d, k, x }) => [d, k, x].filter((part) => part !== undefined));
    expect(parts).toHaveLength(7);
    try {
      loadKeys(keyFile(damaged));
      expect.unreachable('the file was accepted');
    } catch (error) {
      const told = `${String(error)} ${(error as Error).stack} ${JSON.stringify(error)}`;
      for (const part of parts) expect(told).not.toContain(part);
    }
  });

  test('matching pairs are read as written', () => {
    const [, , token] = entries;
    expect(readKeys(JSON.stringify({ keys: entries }))?.[2]).toEqual({
      purpose: 'token',
      kid: token?.kid,
      d: token?.d,
      x: token?.x,
    });
  });
});
