import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { announceRandom } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadKeys, watchKeys } from './keys.ts';
import { generateKeys, rotateKeys } from './make-keys.ts';
import { keySet } from './token-keys.ts';
import { watchKeySet } from './watch-key-set.ts';

function write(path: string, text = generateKeys(), mode = 0o600): string {
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

function replaceBy(path: string, make: () => void): void {
  rmSync(path);
  make();
}

/** A watched key file with a clock that only the test moves. */
function watch(path = write(join(makeFolder(), 'keys.json'))) {
  const warnings: string[] = [];
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
  onTestFinished(() => spy.mockRestore());
  const time = { now: 0 };
  const watched = watchKeys(path, { elapsed: () => time.now, clock: () => 0 });
  const later = () => {
    time.now += 1_000;
    return watched;
  };
  return { path, watched, warnings, time, later, kids: () => later().content?.tokens.map(({ kid }) => kid) };
}

describe('T46 a key file of a running process', () => {
  test.each<[string, (path: string) => void, string]>([
    ['is deleted', (path) => rmSync(path), 'Put the file back'],
    ['can be read by its group', (path) => chmodSync(path, 0o640), 'chmod 600'],
    ['can be read by everyone', (path) => chmodSync(path, 0o604), 'chmod 600'],
    ['can be written by everyone', (path) => chmodSync(path, 0o602), 'chmod 600'],
    ['is in a folder that everyone can write', (path) => chmodSync(dirname(path), 0o777), 'chmod o-w'],
    ['is half written', (path) => write(path, readFileSync(path, 'utf8').slice(0, 300)), 'invalid'],
    ['is empty', (path) => write(path, ''), 'invalid'],
    ['is a folder', (path) => replaceBy(path, () => mkdirSync(path, 0o700)), 'cannot be read'],
    ['is a link to nothing', (path) => replaceBy(path, () => symlinkSync('nowhere', path)), 'Put the file back'],
    ['is a link to itself', (path) => replaceBy(path, () => symlinkSync(path, path)), 'ELOOP'],
    ['has lost its folder', (path) => rmSync(dirname(path), { recursive: true }), 'Put the file back'],
  ])('that %s has no keys within a second, warns once, and is used again when it is back', (_, act, advice) => {
    const { path, later, warnings, kids } = watch();
    const before = kids();
    const folder = dirname(path);
    const saved = join(makeFolder(), 'saved.json');
    copyFileSync(path, saved);
    act(path);
    expect(later().content).toBeUndefined();
    expect(later().problem).toContain(advice);
    expect(later().problem).toContain(path);
    expect(warnings).toEqual([expect.stringContaining(advice)]);
    rmSync(path, { recursive: true, force: true });
    if (!existsSync(folder)) mkdirSync(folder);
    chmodSync(folder, 0o700);
    write(path, readFileSync(saved, 'utf8'));
    expect(kids()).toEqual(before);
    expect(later().problem).toBeUndefined();
    rmSync(path);
    expect(later().content).toBeUndefined();
    expect(warnings).toHaveLength(2);
  });

  test('takes new keys and drops removed ones when the file is replaced', () => {
    const { path, kids } = watch();
    const next = `${path}.next`;
    const text = generateKeys();
    renameSync(write(next, text), path);
    expect(kids()).toEqual([expect.stringContaining('token-')]);
    expect(text).toContain(kids()?.[0] ?? '?');
  });

  test('notices other content of the same length and the same time of change', () => {
    // The file counts as old, so only its attributes are looked at.
    const old = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    onTestFinished(() => old.mockRestore());
    const { path, kids } = watch();
    const time = new Date('2026-01-01T00:00:00Z');
    utimesSync(path, time, time);
    const [before] = kids() ?? [];
    const other = (before ?? '').replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    writeFileSync(path, readFileSync(path, 'utf8').replace(before ?? '?', other));
    utimesSync(path, time, time);
    expect(kids()).toEqual([other]);
  });

  test('follows the links of a Kubernetes Secret when they are switched', () => {
    const folder = makeFolder();
    const versions = ['..one', '..two'].map((name) => {
      mkdirSync(join(folder, name));
      return write(join(folder, name, 'keys.json'));
    });
    const link = (name: string) => {
      symlinkSync(name, join(folder, '..tmp'));
      renameSync(join(folder, '..tmp'), join(folder, '..data'));
    };
    link('..one');
    symlinkSync(join('..data', 'keys.json'), join(folder, 'keys.json'));
    const { kids, later } = watch(join(folder, 'keys.json'));
    const [one, two] = versions.map((path) => /token-[0-9a-f]+/.exec(readFileSync(path, 'utf8'))?.[0]);
    expect(kids()).toEqual([one]);
    link('..two');
    expect(kids()).toEqual([two]);
    rmSync(join(folder, '..one'), { recursive: true });
    expect(kids()).toEqual([two]);
    chmodSync(join(folder, '..two'), 0o777);
    expect(later().content).toBeUndefined();
  });

  test.runIf(process.getuid?.() === 0)('is not trusted if another user created it in a shared folder', () => {
    const { path, later, kids } = watch();
    chmodSync(dirname(path), 0o1777);
    expect(kids()).toHaveLength(1);
    const text = generateKeys();
    rmSync(path);
    chownSync(write(path, text), 12_345, 12_345);
    expect(later().content).toBeUndefined();
    expect(later().problem).toContain('another user owns the file');
    chownSync(path, 0, 0);
    expect(text).toContain(kids()?.[0] ?? '?');
  });

  test('is looked at a few times a second at most, and parsed once', () => {
    const { path, time, watched } = watch();
    const ring = watched.content;
    rmSync(path);
    time.now += 200;
    expect(watched.content).toBe(ring);
    time.now += 100;
    expect(watched.content).toBeUndefined();
    const settled = watch();
    const first = settled.later().content;
    expect(settled.later().content).toBe(first);
    // A look at a file that only got a new time keeps the parsed keys.
    utimesSync(settled.path, 1, 1);
    expect(settled.later().content).toBe(first);
  });

  test('is looked at when the clock of the machine jumps, as after it was suspended', () => {
    const path = write(join(makeFolder(), 'keys.json'));
    const spy = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => spy.mockRestore());
    let clock = 1_000_000;
    const watched = watchKeys(path, { elapsed: () => 0, clock: () => clock });
    rmSync(path);
    clock -= 500;
    expect(watched.content).toBeUndefined();
  });

  test('T21 a warning contains no part of a key', () => {
    const { path, later, warnings } = watch();
    const text = readFileSync(path, 'utf8');
    write(path, text.replaceAll(/"d": "./g, '"d": "-'));
    expect(later().content).toBeUndefined();
    for (const [, part] of text.matchAll(/"[dkx]": "([^"]{20})/g)) expect(warnings.join()).not.toContain(part);
  });
});

const RUNS = 60;

test(`T46 law: after any acts on the file, only the keys of a file in order are used (${RUNS} orders)`, () => {
  const random = announceRandom('watched-file');
  for (let run = 0; run < RUNS; run += 1) {
    const folder = realpathSync(makeFolder());
    const { path, time, watched } = watch(write(join(folder, 'keys.json')));
    /** The model: the content and permissions that the file should have. */
    const model = { text: readFileSync(path, 'utf8'), exists: true, mode: 0o600, folder: 0o700 };
    const save = () => write(path, model.text, model.mode);
    const acts: readonly (() => void)[] = [
      () => {
        model.exists = false;
        rmSync(path, { force: true });
      },
      () => {
        model.exists = true;
        save();
      },
      () => {
        model.mode = [0o600, 0o400, 0o640, 0o604, 0o666][random.below(5)] ?? 0o600;
        if (model.exists) chmodSync(path, model.mode);
      },
      () => {
        model.folder = random.next() < 0.5 ? 0o700 : 0o777;
        chmodSync(folder, model.folder);
      },
      () => {
        model.text = generateKeys();
        if (model.exists) renameSync(write(`${path}.next`, model.text, model.mode), path);
      },
      () => {
        model.text = rotateKeys(model.text, { purpose: 'token', now: 0, overlap: 1_000, signsIn: 0 }).text;
        if (model.exists) save();
      },
    ];
    for (let step = 0; step < 12; step += 1) {
      random.pick(acts)();
      // Sometimes the process looks in between.
      if (random.next() < 0.3) void watched.content;
      time.now += random.next() < 0.5 ? 1_000 : 300;
      const isUsable = model.exists && (model.mode & 0o077) === 0 && model.folder === 0o700;
      const expected = isUsable
        ? [...model.text.matchAll(/"kid": "(token-[0-9a-f]+)"/g)].map(([, kid]) => kid)
        : undefined;
      expect(watched.content?.tokens.map(({ kid }) => kid)).toEqual(expected);
      expect(watched.problem === undefined).toBe(isUsable);
    }
  }
});

describe('T46 a file of public keys', () => {
  test.each<[string, (path: string) => void, string]>([
    ['is deleted', (path) => rmSync(path), 'Put the file back'],
    ['can be written by everyone', (path) => chmodSync(path, 0o646), 'chmod o-w'],
    ['is in a folder that everyone can write', (path) => chmodSync(dirname(path), 0o777), 'chmod o-w'],
    ['is half written', (path) => writeFileSync(path, '{"keys": ['), 'not JSON'],
    ['holds a private key', (path) => writeFileSync(path, generateKeys()), 'private key'],
  ])('that %s has no keys within a second', (_, act, advice) => {
    const set = keySet(loadKeys(write(join(makeFolder(), 'keys.json'))).tokens, 0);
    const path = write(join(makeFolder(), 'jwks.json'), JSON.stringify(set), 0o644);
    const spy = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => spy.mockRestore());
    const time = { now: 0 };
    const watched = watchKeySet(path, { elapsed: () => time.now, clock: () => 0 });
    expect(watched.content).toHaveLength(1);
    act(path);
    time.now += 1_000;
    expect(watched.content).toBeUndefined();
    expect(watched.problem).toContain(advice);
  });
});
