import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';

const project = projects('2026-01-05T12:00:00.000Z');
const CHECK = ['check', 'restart-deployment', '--target', 'dev/test-app'];
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];
const DAY = 86_400_000;

async function recorded(days = 3): Promise<TestProject> {
  const here = project();
  for (let day = 0; day < days; day += 1) {
    await here.run(...CHECK, ...PARAMS);
    here.time.now += DAY;
  }
  return here;
}

const archiveOf = ({ cwd }: TestProject) => readdirSync(cwd).find((name) => /\.archive-\d+-\d+$/.test(name)) ?? '';

describe('T52 audit archive', () => {
  test('shows what it would do, does it, and the log verifies alone and together with the archive', async () => {
    const here = await recorded();
    const dry = await here.run('audit', 'archive', '--before', '1h', '--dry-run');
    expect(dry).toMatchObject({ exit: 0, err: '' });
    expect(dry.out).toMatch(
      /^Would be archived: events 1 to 3 \(\d+ bytes, 1 file\)\n {2}archive {2}.*audit\.jsonl\.archive-1-3\n/,
    );
    expect(archiveOf(here)).toBe('');
    const done = await here.run('audit', 'archive', '--before', '1h');
    expect(done.out).toMatch(/^Archived: events 1 to 3 /);
    const archive = archiveOf(here);
    const alone = await here.run('audit', 'verify');
    expect(alone).toMatchObject({ exit: 0 });
    expect(alone.out).toContain(`begins at event 4, after an archive statement that agent-safe`);
    expect(alone.out).toContain(archive);
    expect((await here.run('audit', 'verify', archive)).out).toMatch(/^ok, anchored locally — 3 events/);
    expect((await here.run('audit', 'verify', archive, 'audit.jsonl')).out).toMatch(/^ok, anchored locally — 6 events/);
    expect((await here.run(...CHECK, ...PARAMS)).exit).toBe(0);
  });

  test('names the archived events, and the archive can be read', async () => {
    const here = await recorded();
    const first = JSON.parse((await here.run('audit', 'show', '--all', '--json')).out.split('\n')[0] ?? '') as {
      event_id: string;
    };
    await here.run('audit', 'archive', '--before', '1h');
    const archive = archiveOf(here);
    const note = `Events 1 to 3 of the log are archived. Look there too: ${join(here.cwd, archive)}.`;
    expect((await here.run('audit', 'show')).err).toContain(note);
    expect((await here.run('audit', 'show', '--audit-id', first.event_id)).err).toContain(note);
    expect((await here.run('audit', 'show-state', first.event_id)).err).toContain(note);
    expect((await here.run('audit', 'state-coverage')).err).toContain(note);
    expect((await here.run('audit', 'show', archive, '--audit-id', first.event_id)).out).toContain(
      'restart-deployment',
    );
    expect((await here.run('rollback', 'show', first.event_id)).err).toContain(archive);
  });

  test('proves an archived event in a folder with all files, as the refusal says', async () => {
    const here = await recorded();
    await here.run('audit', 'archive', '--before', '1h');
    const archive = join(here.cwd, archiveOf(here));
    const refused = await here.run('audit', 'prove', '2');
    expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining(`are archived: ${archive}.`) });
    expect(refused.err).toContain('Copy the .jsonl files of each archive and of the log, and audit.jsonl.checkpoint,');
    const whole = join(here.cwd, 'whole');
    mkdirSync(whole);
    for (const from of [archive, here.cwd])
      for (const name of readdirSync(from))
        if (name.endsWith('.jsonl') || name === 'audit.jsonl.checkpoint')
          copyFileSync(join(from, name), join(whole, name));
    const { exit, out } = await here.run('audit', 'prove', '2', join('whole', 'audit.jsonl'));
    expect(exit).toBe(0);
    writeFileSync(join(here.cwd, 'archived.tlog-proof'), out);
    const key = (await here.run('audit', 'checkpoint', '--verifier-key')).out.trim();
    expect((await here.run('audit', 'verify-proof', 'archived.tlog-proof', '--key', key)).out).toMatch(
      /^ok — event 2 /,
    );
  });

  test('archives nothing of a file with newer events, and says why', async () => {
    const here = await recorded();
    const { exit, out } = await here.run('audit', 'archive', '--before', '2026-01-06');
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^Nothing to archive: no file has only older events\.\n {2}Event 2 has the time 2026-01-06T12:00/,
    );
    expect(out).toContain('The newest file was closed.');
    const again = await here.run('audit', 'archive', '--before', '2026-01-06', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ ok: true, events: 0, archive: null });
  });

  test('refuses a time in the future, without an offset, or that does not exist, and archives nothing', async () => {
    const here = await recorded();
    for (const [time, why] of [
      ['2027-01-01', '--before is in the future: "2027-01-01"'],
      ['2026-01-08T13:00:01+01:00', '--before is in the future'],
      ['2026-01-07T12:00', 'Add "Z" or an offset'],
      ['2025-02-29', 'Give a date that exists'],
    ] as const)
      for (const dry of [[], ['--dry-run']])
        expect(await here.run('audit', 'archive', '--before', time, ...dry)).toMatchObject({
          exit: 2,
          out: '',
          err: expect.stringContaining(why),
        });
    expect(archiveOf(here)).toBe('');
    expect((await here.run('audit', 'archive', '--before', '2026-01-08T13:00:00+01:00')).out).toMatch(/^Archived/);
  });

  test('needs a key, a time and delivered events', async () => {
    const here = await recorded(1);
    expect(await here.run('audit', 'archive')).toMatchObject({ exit: 2, err: expect.stringContaining('--before') });
    expect(await here.run('audit', 'archive', '--before', 'soon')).toMatchObject({ exit: 2 });
    const unsigned = await here.run('audit', 'archive', 'audit.jsonl', '--before', '0s', '--no-config');
    expect(unsigned).toMatchObject({ exit: 3, err: expect.stringContaining('code  keys_missing') });
    here.edit('agent-safe.yaml', (text) => `${text}\naudit_shippers:\n  - {backend: filesystem, path: copy.jsonl}\n`);
    const lacking = await here.run('audit', 'archive', '--before', '0s', '--json');
    expect(lacking.exit).toBe(3);
    expect(JSON.parse(lacking.out)).toMatchObject({ ok: false, code: 'not_delivered' });
    await here.run('audit', 'ship');
    expect((await here.run('audit', 'archive', '--before', '0s')).exit).toBe(0);
    expect((await here.run('audit', 'ship')).out).toContain('all events up to 4 are delivered');
    expect((await here.run('audit', 'verify', 'copy.jsonl')).out).toMatch(/^ok/);
  });

  test('a rebuild of a lost state knows the archived revocations', async () => {
    const here = await recorded(1);
    await here.run('revoke', '--agent', 'worker-01');
    here.time.now += DAY;
    expect((await here.run('audit', 'archive', '--before', '1h', '--to', 'old')).out).toContain('1 revocation,');
    expect(readdirSync(join(here.cwd, 'old'))).toEqual(['audit.jsonl.archive-1-2']);
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(here.cwd, `.agent-safe/state.db${suffix}`), { force: true });
    expect((await here.run('state', 'rebuild')).out).toMatch(/revocations +1\n/);
    expect((await here.run(...CHECK, ...PARAMS, '--caller', 'worker-01')).out).toContain('caller_revoked');
  });

  test('a removed statement denies every request, also if everything else is in place', async () => {
    const here = await recorded(1);
    await here.run('audit', 'archive', '--before', '0s');
    rmSync(join(here.cwd, 'audit.jsonl.start'));
    expect((await here.run(...CHECK, ...PARAMS)).out).toContain('audit_unavailable');
    const verdict = await here.run('audit', 'verify', '--json');
    expect(verdict.exit).toBe(6);
    expect(JSON.parse(verdict.out)).toMatchObject({ verdict: 'tampered', problem: 'statement_missing' });
    expect(existsSync(join(here.cwd, 'audit.jsonl.start'))).toBe(false);
  });

  test('a restart after an archive begins with event 1 again', async () => {
    const here = await recorded(1);
    await here.run('audit', 'archive', '--before', '0s');
    expect((await here.run('audit', 'restart', '--reason', 'moved')).exit).toBe(0);
    expect((await here.run('audit', 'verify')).out).toMatch(/^ok, anchored locally — 2 events/);
    expect((await here.run(...CHECK, ...PARAMS)).exit).toBe(0);
  });
});
