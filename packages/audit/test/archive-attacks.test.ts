import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditDraft } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { signNote } from '../src/format/note.ts';
import { TITLE } from '../src/statement/log-start.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { ArchiveWorld } from './support/archive-world.ts';
import { makeSigner } from './support/signer.ts';

const revocation: AuditDraft = {
  event_type: 'revocation',
  fields: { change: 'revoked', kind: 'agent', id: 'evil', issued_until: null },
};

const start = (world: ArchiveWorld) => `${world.path}.start`;
const read = (file: string) => readFileSync(file, 'utf8');

/** A log that was archived twice. The second archive has a revocation. */
async function archivedTwice() {
  const world = new ArchiveWorld(2_500);
  await world.record(6);
  const first = await world.archive();
  const firstStatement = read(start(world));
  await world.record(3, revocation);
  await world.record(3);
  const second = await world.archive();
  await world.record(2);
  return { world, first, second, firstStatement };
}

async function expectTampered(world: ArchiveWorld): Promise<void> {
  expect(await world.verify()).toMatchObject({ verdict: 'tampered' });
  expect(await world.tryRecord()).toBe('ERR_AUDIT_UNAVAILABLE');
}

describe('an attacker without the key', () => {
  test('T52 a statement that is removed is tampering', async () => {
    const { world } = await archivedTwice();
    rmSync(start(world));
    await expectTampered(world);
    expect(await world.verify()).toMatchObject({ problem: 'statement_missing', seq: 1 });
  });

  test('T52 a statement that is removed together with all checkpoints is tampering', async () => {
    const { world } = await archivedTwice();
    for (const name of ['start', 'checkpoint', 'tree']) rmSync(`${world.path}.${name}`);
    world.checkpoints.known.clear();
    await expectTampered(world);
  });

  test('T52 a log whose first events were cut is tampering', async () => {
    const world = new ArchiveWorld();
    await world.record(6);
    const lines = read(world.path).split('\n');
    writeFileSync(world.path, lines.slice(3).join('\n'));
    await expectTampered(world);
    const rotated = new ArchiveWorld(2_500);
    await rotated.record(9);
    rmSync(join(rotated.folder, 'audit.000000000001.jsonl'));
    await expectTampered(rotated);
  });

  test.each([
    ['the number of the last archived event', (text: string) => text.replace(/"seq":\d+/, '"seq":1')],
    ['a revocation', (text: string) => text.replace(/.*"revocation".*\n/, '')],
    ['the folder', (text: string) => text.replace('audit.jsonl.archive', 'other.archive')],
    ['a byte of the signature', (text: string) => text.replace(/.(?==*\n$)/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['the end', (text: string) => text.slice(0, -30)],
    ['everything', () => ''],
  ])('T52 a statement with %s changed is tampering', async (_, change) => {
    const { world } = await archivedTwice();
    const changed = change(read(start(world)));
    expect(changed).not.toBe(read(start(world)));
    writeFileSync(start(world), changed);
    await expectTampered(world);
  });

  test('T52 a statement that another key signed is refused like such a checkpoint', async () => {
    const { world } = await archivedTwice();
    const text = read(start(world));
    writeFileSync(start(world), signNote(text.slice(0, text.lastIndexOf('\n\n') + 1), makeSigner('other.example')));
    await expect(world.verify()).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
    expect(await world.tryRecord()).toBe('ERR_AUDIT_UNAVAILABLE');
  });

  test('T52 without the key, nothing that depends on a statement is accepted', async () => {
    const { world } = await archivedTwice();
    await expect(world.verify([])).rejects.toThrow(/no key is known/);
    expect(await world.tryRecord([])).toBe('ERR_AUDIT_UNAVAILABLE');
  });

  test('T52 an older statement that is put back is tampering', async () => {
    const { firstStatement, world } = await archivedTwice();
    writeFileSync(start(world), firstStatement);
    await expectTampered(world);
  });

  test('T52 an older statement with its files forgets no fact: the facts after it are in the files', async () => {
    const { firstStatement, second, world } = await archivedTwice();
    writeFileSync(start(world), firstStatement);
    for (const name of readdirSync(second.archive).filter((each) => /\d{12}/.test(each)))
      cpSync(join(second.archive, name), join(world.folder, name));
    expect(await world.verify()).toMatchObject({ archived: { until: 6 } });
    const seen: unknown[] = [];
    for await (const line of world.open().readBackwards({ types: ['revocation'] })) seen.push(line);
    expect(seen).toHaveLength(3);
  });

  test('T52 the statement of another log with the same key is tampering', async () => {
    const { world } = await archivedTwice();
    const other = new ArchiveWorld(2_500, world.key);
    await other.record(6);
    await other.archive();
    writeFileSync(start(world), read(start(other)));
    await expectTampered(world);
  });

  test('T52 another log with the same key and its statement is tampering, because the state knows this one', async () => {
    const { world } = await archivedTwice();
    const other = new ArchiveWorld(2_500, world.key);
    await other.record(30);
    await other.archive();
    for (const name of readdirSync(world.folder).filter(
      (each) => each.startsWith('audit.') && !each.includes('archive'),
    ))
      rmSync(join(world.folder, name), { recursive: true });
    for (const name of readdirSync(other.folder))
      cpSync(join(other.folder, name), join(world.folder, name), { recursive: true });
    await expectTampered(world);
  });

  test('T52 an older checkpoint of archived events is accepted, and one of other events is not', async () => {
    const world = new ArchiveWorld(2_500);
    await world.record(6);
    const log = world.open();
    await log.signCheckpoint(world.key);
    const older = ['checkpoint', 'tree'].map((name) => read(`${world.path}.${name}`));
    const stored = new Map(world.checkpoints.known);
    await log.close();
    await world.record(6);
    await world.archive();
    const put = (files: readonly string[]) => {
      for (const [index, name] of ['checkpoint', 'tree'].entries())
        writeFileSync(`${world.path}.${name}`, files[index] ?? '');
      world.checkpoints.known.clear();
      for (const [key, value] of stored) world.checkpoints.known.set(key, value);
    };
    put(older);
    expect(await world.verify()).toMatchObject({ verdict: 'ok, anchored locally' });
    expect(await world.tryRecord()).toBe('recorded');
    const other = new ArchiveWorld(2_500, world.key);
    other.now += 1;
    await other.record(6);
    const foreign = other.open();
    await foreign.signCheckpoint(world.key);
    await foreign.close();
    put(['checkpoint', 'tree'].map((name) => read(`${other.path}.${name}`)));
    await expectTampered(world);
  });

  test('T52 a checkpoint that no statement knows is refused', async () => {
    const world = new ArchiveWorld();
    await world.record(6);
    const other = new ArchiveWorld(undefined, world.key);
    await other.record(4);
    const foreign = other.open();
    await foreign.signCheckpoint(world.key);
    await foreign.close();
    await world.archive();
    for (const name of ['checkpoint', 'tree']) cpSync(`${other.path}.${name}`, `${world.path}.${name}`);
    world.checkpoints.known.clear();
    await expectTampered(world);
  });

  test('T52 archives whose files were swapped are tampering', async () => {
    const { first, second, world } = await archivedTwice();
    const aside = join(world.folder, 'aside');
    mkdirSync(aside);
    renameSync(join(first.archive, 'audit.jsonl.end'), join(aside, 'end'));
    cpSync(join(second.archive, 'audit.jsonl.end'), join(first.archive, 'audit.jsonl.end'));
    const verifiers = [world.key];
    expect(await verifyLog(join(first.archive, 'audit.jsonl'), { verifiers })).toMatchObject({ verdict: 'tampered' });
    cpSync(join(aside, 'end'), join(second.archive, 'audit.jsonl.end'));
    expect(await verifyLog(join(second.archive, 'audit.jsonl'), { verifiers })).toMatchObject({ verdict: 'tampered' });
  });

  test('T52 a statement that the log has no event about is tampering, even if the key signed it', async () => {
    const { world } = await archivedTwice();
    const text = read(start(world));
    const body = text.slice(0, text.lastIndexOf('\n\n') + 1);
    expect(body.startsWith(TITLE)).toBe(true);
    writeFileSync(start(world), signNote(body.replace(/.*"revocation".*\n/g, ''), world.key));
    expect(await world.verify()).toMatchObject({ verdict: 'tampered', problem: 'statement_wrong' });
  });
});
