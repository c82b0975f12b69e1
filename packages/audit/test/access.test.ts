import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { openAuditLog } from '../src/open-audit-log.ts';
import { restartLog } from '../src/restart/restart-log.ts';
import { blockingFiles } from '../src/write/blocking-files.ts';
import { machineFiles } from '../src/write/log-files.ts';
import { ArchiveWorld } from './support/archive-world.ts';
import { sampleEvents } from './support/sample-log.ts';

const isRoot = process.getuid?.() === 0;
/** `adm` on Debian. A user who is not root can only use an own group. */
const GROUP = isRoot ? 4 : (process.getgid?.() ?? 0);
const NOBODY = 65_534;

const umask = process.umask();
afterEach(() => void process.umask(umask));

/** Lets a group read the log. */
function share(path: string): void {
  chmodSync(path, 0o640);
  chownSync(path, process.getuid?.() ?? 0, GROUP);
}

function accessOf(path: string): readonly number[] {
  const { gid, mode } = statSync(path);
  return [mode & 0o777, gid];
}

const SHARED = [0o640, GROUP];

describe.skipIf(process.platform === 'win32')('T52 mode and group of a log', () => {
  test.each([
    ['with calls that block', blockingFiles],
    ['with calls that do not block', machineFiles],
  ])('survive a rotation %s with any mask of the process', async (_, files) => {
    const world = new ArchiveWorld(2_000);
    await world.record(1);
    share(world.path);
    process.umask(0o077);
    const log = openAuditLog(world.path, { maxBytes: 1_000, files });
    for (let count = 0; count < 8; count += 1) await log.append(sampleEvents(1));
    await log.close();
    const parts = readdirSync(world.folder).filter((name) => /^audit\.(\d+\.)?jsonl$/.test(name));
    expect(parts.length).toBeGreaterThan(2);
    for (const name of parts) expect(accessOf(join(world.folder, name)), name).toEqual(SHARED);
  });

  test('survive a rotation that was interrupted', async () => {
    const world = new ArchiveWorld();
    await world.record(2);
    share(world.path);
    renameSync(world.path, join(world.folder, 'audit.000000000001.jsonl'));
    await world.record(1);
    expect(accessOf(world.path)).toEqual(SHARED);
  });

  test('survive an archive, and the archive has them too', async () => {
    const world = new ArchiveWorld();
    await world.record(2);
    share(world.path);
    process.umask(0o077);
    const { archive } = await world.archive();
    for (const name of ['', '.start', '.checkpoint', '.tree']) expect(accessOf(`${world.path}${name}`)).toEqual(SHARED);
    for (const name of readdirSync(archive)) expect(accessOf(join(archive, name))).toEqual(SHARED);
    expect(accessOf(archive)).toEqual([0o750, GROUP]);
  });

  test('survive a restart', async () => {
    const world = new ArchiveWorld();
    await world.record(2);
    share(world.path);
    process.umask(0o077);
    await restartLog(world.path, { reason: 'test' });
    expect(accessOf(world.path)).toEqual(SHARED);
  });

  test.skipIf(!isRoot)(
    'a log of another user stays the log of that user when root rotates, archives or restarts it',
    async () => {
      const world = new ArchiveWorld(1_000);
      await world.record(1);
      chownSync(world.path, NOBODY, GROUP);
      await world.record(3);
      await world.archive();
      expect(statSync(world.path)).toMatchObject({ uid: NOBODY, gid: GROUP });
      await restartLog(world.path, { reason: 'test', verifiers: [world.key] });
      expect(statSync(world.path)).toMatchObject({ uid: NOBODY, gid: GROUP });
    },
  );
});

describe.skipIf(process.platform === 'win32' || !isRoot)('T52 a process whose log came back', () => {
  test('records again after it lost the permission and got it back', async () => {
    const world = new ArchiveWorld();
    // Loads all code that a new file needs: the other user may be unable to read the folder of the code.
    const other = openAuditLog(join(world.folder, 'other.jsonl'), { maxBytes: 1_500 });
    for (let count = 0; count < 5; count += 1) await other.append(sampleEvents(1));
    await other.close();
    const folder = join(world.folder, 'logs');
    mkdirSync(folder);
    chownSync(folder, NOBODY, NOBODY);
    chmodSync(world.folder, 0o755);
    const path = join(folder, 'audit.jsonl');
    process.seteuid?.(NOBODY);
    onTestFinished(() => process.seteuid?.(0));
    const log = openAuditLog(path, { maxBytes: 1_500 });
    const attempt = () =>
      log.append(sampleEvents(1)).then(
        () => 'recorded',
        (error: { code: string }) => error.code,
      );
    // In a process of its own: work of this process that still runs must not run as root.
    const asRoot = (command: string, right: string) =>
      expect(spawnSync(command, [right, folder], { uid: 0 }).status).toBe(0);
    for (let count = 0; count < 3; count += 1) expect(await attempt()).toBe('recorded');
    // The next event needs a new file.
    asRoot('chmod', '500');
    asRoot('chown', '0:0');
    expect(await attempt()).toBe('ERR_AUDIT_UNAVAILABLE');
    asRoot('chown', `${NOBODY}:${NOBODY}`);
    asRoot('chmod', '700');
    for (let count = 0; count < 3; count += 1) expect(await attempt()).toBe('recorded');
    await log.close();
  });
});

test('T52 a process records again after the folder of its log was away', async () => {
  const world = new ArchiveWorld();
  const log = world.open();
  const attempt = () =>
    log.append(sampleEvents(1)).then(
      () => 'recorded',
      (error: { code: string }) => error.code,
    );
  expect(await attempt()).toBe('recorded');
  const away = `${world.folder}.away`;
  onTestFinished(() => rmSync(away, { recursive: true, force: true }));
  for (const isReplaced of [false, true]) {
    renameSync(world.folder, away);
    if (isReplaced) {
      // An empty folder is in its place, as after a disk was unmounted.
      mkdirSync(world.folder);
    }
    expect(await attempt()).toBe('ERR_AUDIT_UNAVAILABLE');
    rmSync(world.folder, { recursive: true, force: true });
    renameSync(away, world.folder);
    expect(await attempt()).toBe('recorded');
  }
  expect(await world.verify()).toMatchObject({ seq: 3 });
  expect(readFileSync(world.path, 'utf8').split('\n')).toHaveLength(4);
  writeFileSync(join(world.folder, 'done'), '');
});
