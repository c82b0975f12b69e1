import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeys, rotateKeys } from '@agent-safe/registry';
import { watchKeys } from '@agent-safe/registry/open';
import { announceRandom } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ProjectKeys } from './project-keys.ts';
import { TokenKeys } from './token-keys.ts';

const RUNS = 15;
const ACTS = [
  'remove',
  'restore',
  'expose',
  'protect',
  'replace',
  'rotate',
  'rotate at once',
  'halve',
  'look',
] as const;
const secret = '0123456789abcdef0123456789abcdef';

interface ModelKey {
  readonly kid: string;
  readonly until: number;
}

/** The token keys of a key file by its text, oldest first. */
function read(text: string): readonly ModelKey[] {
  const { keys } = JSON.parse(text) as { keys: { kid: string; purpose: string; verifies_until?: string }[] };
  return keys
    .filter(({ purpose }) => purpose === 'token')
    .map(({ kid, verifies_until }) => ({
      kid,
      until: verifies_until === undefined ? Number.POSITIVE_INFINITY : Date.parse(verifies_until),
    }));
}

test(`T46 law: no key verifies or signs later than a second after its removal (${RUNS} orders of acts)`, () => {
  const random = announceRandom('removed-token-keys');
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => spy.mockRestore());
  for (let run = 0; run < RUNS; run += 1) {
    const file = join(makeFolder(), 'keys.json');
    const time = { now: Date.parse('2026-03-02T12:00:00Z') };
    const model = { text: generateKeys(), mode: 0o600, exists: true, isWhole: true };
    const save = () => {
      const text = model.isWhole ? model.text : model.text.slice(0, model.text.length / 2);
      writeFileSync(`${file}.next`, text, { mode: model.mode });
      chmodSync(`${file}.next`, model.mode);
      renameSync(`${file}.next`, file);
    };
    save();
    const watched = watchKeys(file, { clock: () => time.now, elapsed: () => 0 });
    const keys = new TokenKeys(new ProjectKeys(watched), { signingKey: secret });
    expect(keys.hasKeys).toBe(true);
    for (let step = 0; step < 15; step += 1) {
      const act = random.pick(ACTS);
      if (act === 'look') keys.look();
      if (act === 'remove') model.exists = false;
      if (act === 'restore') Object.assign(model, { exists: true, isWhole: true });
      if (act === 'expose') model.mode = random.pick([0o644, 0o620, 0o666, 0o640]);
      if (act === 'protect') model.mode = 0o600;
      if (act === 'replace') model.text = generateKeys();
      if (act === 'halve') model.isWhole = false;
      if (act.startsWith('rotate')) {
        const overlap = act === 'rotate' ? 5_000 : 0;
        model.text = rotateKeys(model.text, { purpose: 'token', now: time.now, overlap, signsIn: 0 }).text;
      }
      if (model.exists) save();
      else rmSync(file, { force: true });
      time.now += 1_000;
      const isUsable = model.exists && model.isWhole && model.mode === 0o600;
      const all = isUsable ? read(model.text) : [];
      const verifying = keys.verification.flatMap((key) => (key.alg === 'EdDSA' ? [key.kid] : []));
      expect(verifying).toEqual(all.map(({ kid }) => kid));
      expect(keys.verification.some(({ alg }) => alg === 'HS256')).toBe(isUsable);
      const signing = keys.signing(time.now);
      expect(signing?.alg === 'EdDSA' ? signing.kid : signing).toBe(all.findLast(({ until }) => until > time.now)?.kid);
      expect(keys.check().ok).toBe(isUsable);
      expect(keys.hasKeys).toBe(true);
    }
  }
});

test('T46 a key that gets another id signs with this id', () => {
  const file = join(makeFolder(), 'keys.json');
  const text = generateKeys();
  writeFileSync(file, text, { mode: 0o600 });
  const time = { now: 0 };
  const keys = new TokenKeys(new ProjectKeys(watchKeys(file, { clock: () => time.now, elapsed: () => 0 })));
  expect(keys.signing(0)).toMatchObject({ kid: read(text)[0]?.kid });
  writeFileSync(file, text.replace(/token-[0-9a-f]+/, 'token-renamed'));
  time.now += 1_000;
  expect(keys.signing(0)).toMatchObject({ kid: 'token-renamed' });
});
