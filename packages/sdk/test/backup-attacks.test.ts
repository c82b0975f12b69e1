import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlite } from '@agent-safe/core/node';
import { describe, expect, test } from 'vitest';
import { backupProject, restoreProject } from '../src/index.ts';
import { Backups } from './support/backups.ts';
import { brief, makeProject, restart } from './support/project.ts';

const other = { ...restart, caller: 'other' };

/** A project with two backups. An agent was revoked between them. */
async function makeTwo(options = {}) {
  const backups = new Backups(makeProject({ '*': 'allow' }, options), options);
  await backups.within(async (safe) => {
    await safe.revocations.add({ agent: 'first' });
  });
  expect(await backups.make('early')).toMatchObject({ ok: true });
  await backups.within(async (safe) => {
    await safe.check(other);
    await safe.revocations.add({ agent: 'worker' });
  });
  expect(await backups.make('late')).toMatchObject({ ok: true });
  return backups;
}

function editManifest(folder: string, edit: (text: string) => string): void {
  const path = join(folder, 'manifest.txt');
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
}

/** Makes the manifest agree with the files, as an attacker without the key can. */
function describeAgain(folder: string): void {
  editManifest(folder, (text) => {
    const manifest = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as {
      files: { path: string; bytes: number; sha256: string }[];
    };
    for (const file of manifest.files) {
      const bytes = readFileSync(join(folder, file.path));
      Object.assign(file, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
    return `agent-safe backup v1\n${JSON.stringify(manifest, undefined, 2)}\n`;
  });
}

/** Expects that a restore is refused, and that it changes no file of the project. */
async function refuses(backups: Backups, name: string, code: string | RegExp, options = {}): Promise<void> {
  const before = backups.content();
  const result = await backups.restore(name, options);
  expect(result).toMatchObject({
    ok: false,
    code: typeof code === 'string' ? code : (expect.stringMatching(code) as string),
  });
  expect(backups.content()).toEqual(before);
}

describe('T52 a changed backup is refused', () => {
  test.each<[string, (folder: string) => void]>([
    [
      'another time',
      (folder) => editManifest(folder, (text) => text.replace(/"created_at": "20/, '"created_at": "19')),
    ],
    [
      'another number of events',
      (folder) => editManifest(folder, (text) => text.replace(/"events": \d+/, '"events": 1')),
    ],
    [
      'a changed signature',
      (folder) =>
        editManifest(folder, (text) => text.replace(/(.)=*\n$/, (_, last) => `${last === 'A' ? 'B' : 'A'}=\n`)),
    ],
    ['no signature', (folder) => editManifest(folder, (text) => text.slice(0, text.lastIndexOf('\n\n') + 1))],
    ['no manifest', (folder) => rmSync(join(folder, 'manifest.txt'))],
    ['an empty manifest', (folder) => editManifest(folder, () => '')],
    ['a manifest that agrees with changed files', describeAgain],
    [
      'a checkpoint as its manifest',
      (folder) => editManifest(folder, () => 'agent-safe/x\n1\nAAAA\n\n— agent-safe/x AAAAAAAA\n'),
    ],
    [
      'a changed log',
      (folder) =>
        writeFileSync(
          join(folder, 'log', 'audit.jsonl'),
          readFileSync(join(folder, 'log', 'audit.jsonl'), 'utf8').replace('worker', 'nobody'),
        ),
    ],
    [
      'a truncated log',
      (folder) =>
        writeFileSync(
          join(folder, 'log', 'audit.jsonl'),
          readFileSync(join(folder, 'log', 'audit.jsonl')).subarray(0, 200),
        ),
    ],
    ['no log', (folder) => rmSync(join(folder, 'log', 'audit.jsonl'))],
    ['no state', (folder) => rmSync(join(folder, 'state.db'))],
    ['another state', (folder) => copyFileSync(join(folder, '..', 'early', 'state.db'), join(folder, 'state.db'))],
    [
      'another log',
      (folder) => copyFileSync(join(folder, '..', 'early', 'log', 'audit.jsonl'), join(folder, 'log', 'audit.jsonl')),
    ],
    [
      'the manifest of another backup',
      (folder) => copyFileSync(join(folder, '..', 'early', 'manifest.txt'), join(folder, 'manifest.txt')),
    ],
    ['a link to its log', (folder) => toLink(folder, join('log', 'audit.jsonl'))],
    ['a link to its state', (folder) => toLink(folder, 'state.db')],
    ['a link to its manifest', (folder) => toLink(folder, 'manifest.txt')],
    ['a link to the folder of its log', (folder) => toLink(folder, 'log')],
    [
      'a folder as its state',
      (folder) => {
        rmSync(join(folder, 'state.db'));
        mkdirSync(join(folder, 'state.db'));
      },
    ],
  ])('(%s), and the project stays as it is', async (_, change) => {
    const backups = await makeTwo();
    backups.copy('changed', 'late');
    change(backups.path('changed'));
    for (const lost of [[], ['state'], ['log', 'state']] as const) {
      backups.lose(...lost);
      await refuses(backups, 'changed', /^(?:manifest|backup)_/, { replace: true });
    }
    // With the option for unsigned backups, a signature of the project that is wrong is still refused.
    expect(await backups.restore('late')).toMatchObject({ ok: true });
  });

  test.each([
    '../audit.jsonl',
    'log/../../audit.jsonl',
    '/etc/passwd',
    'log/audit.jsonl/../../keys.json',
    'log\\\\audit.jsonl',
    'log/audit.000000000001.jsonl\\u0000',
    'keys.json',
    'LOG/audit.jsonl',
    'log/audit.jsonl.ship-0123456789abcdef',
    './state.db',
  ])('if its manifest names the path %s', async (path) => {
    const backups = await makeTwo();
    editManifest(backups.path('late'), (text) => {
      const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
      const manifest = JSON.parse(json) as { files: { path: string }[] };
      manifest.files.push({ ...manifest.files[0], path: JSON.parse(`"${path}"`) as string });
      return `agent-safe backup v1\n${JSON.stringify(manifest)}\n`;
    });
    backups.lose('log', 'state');
    await refuses(backups, 'late', 'manifest_invalid', { unsigned: true });
  });

  test.each(['-1', '1.5', '"7"', '9007199254740993', 'null'])('if the size of a file is %s', async (bytes) => {
    const backups = await makeTwo();
    editManifest(backups.path('late'), (text) =>
      text.slice(0, text.lastIndexOf('\n\n') + 1).replace(/"bytes": \d+/, `"bytes": ${bytes}`),
    );
    backups.lose('log', 'state');
    await refuses(backups, 'late', 'manifest_invalid', { unsigned: true });
  });
});

/** Replaces a file by a link to it. */
function toLink(folder: string, path: string): void {
  renameSync(join(folder, path), join(folder, `real-${path.replaceAll('/', '-')}`));
  symlinkSync(join(folder, `real-${path.replaceAll('/', '-')}`), join(folder, path));
}

describe('T52 parts of two backups do not fit together, also without signatures', () => {
  test.each([
    ['an older state', 'late', 'early', 'state_outdated'],
    ['a newer state', 'early', 'late', /^(?:state_ahead|audit_tampered)$/],
  ] as const)('(%s)', async (_, base, from, code) => {
    const backups = await makeTwo();
    backups.copy('mixed', base);
    copyFileSync(backups.path(from, 'state.db'), backups.path('mixed', 'state.db'));
    describeAgain(backups.path('mixed'));
    backups.lose('log', 'state');
    await refuses(backups, 'mixed', 'manifest_unsigned');
    await refuses(backups, 'mixed', code, { unsigned: true });
    expect(await backups.restore('late')).toMatchObject({ ok: true });
  });

  test('(a state with a trigger)', async () => {
    const backups = await makeTwo();
    backups.copy('mixed', 'late');
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(backups.path('mixed', 'state.db'));
    database.exec('CREATE TRIGGER forget AFTER INSERT ON nonces BEGIN DELETE FROM nonces; END');
    database.close();
    describeAgain(backups.path('mixed'));
    backups.lose('log', 'state');
    await refuses(backups, 'mixed', 'state_damaged', { unsigned: true });
  });

  test('(the backup of another project)', async () => {
    const [one, two] = [await makeTwo(), await makeTwo()];
    const theirs = two.path('late');
    one.lose('log', 'state');
    expect(await restoreProject(theirs, one.options)).toMatchObject({ ok: false, code: 'manifest_unsigned' });
    // Without keys, only a log or a state that is there shows it.
    const [bare, foreign] = [await makeTwo({ keys: undefined }), await makeTwo({ keys: undefined })];
    bare.lose('state');
    expect(await restoreProject(foreign.path('late'), bare.options)).toMatchObject({ ok: false, code: 'log_exists' });
    // A signed backup in a project without keys proves nothing.
    bare.lose('log');
    expect(await restoreProject(theirs, bare.options)).toMatchObject({ ok: false, code: 'manifest_unsigned' });
  });
});

test('T52 a backup is refused while the key that signed it is removed', async () => {
  const backups = await makeTwo();
  const keys = JSON.parse(readFileSync(backups.path('keys.json'), 'utf8')) as { keys: { kid: string; use?: string }[] };
  writeFileSync(
    backups.path('keys.json'),
    JSON.stringify({ ...keys, keys: keys.keys.filter(({ kid }) => !kid.startsWith('checkpoint')) }),
  );
  backups.lose('log', 'state');
  await refuses(backups, 'late', 'manifest_unsigned');
  writeFileSync(backups.path('keys.json'), JSON.stringify(keys));
  expect(await backups.restore('late')).toMatchObject({ ok: true });
});

test('T52 a backup of a project without keys is restored there', async () => {
  const backups = await makeTwo({ keys: undefined });
  backups.lose('log', 'state');
  expect(await backups.restore('late')).toMatchObject({ ok: true, tokens_revoked: true });
  await backups.within(async (safe) => {
    expect(brief(await safe.check({ ...restart, caller: 'worker' }))).toBe('deny caller_revoked');
  });
  expect(await backupProject(backups.path('again'), backups.options)).toMatchObject({ ok: true });
});

test('T52 leftovers of SQLite beside a lost state never mix with the restored state', async () => {
  const backups = await makeTwo();
  const safe = await backups.project.open();
  await safe.revocations.add({ agent: 'third' });
  const wal = readFileSync(backups.path('state.db-wal'));
  await safe.close();
  backups.lose('state');
  writeFileSync(backups.path('state.db-wal'), wal);
  await refuses(backups, 'late', 'state_exists');
  expect(await backups.restore('late', { replace: true })).toMatchObject({ ok: true, restored: 'state' });
  await backups.within(async (opened) => {
    for (const caller of ['first', 'worker', 'third']) {
      expect(brief(await opened.check({ ...restart, caller }))).toBe('deny caller_revoked');
    }
  });
});
