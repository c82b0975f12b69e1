import fs, { readdirSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { verifyLog } from '@agent-safe/audit';
import { announceRandom, isNightly } from '@agent-safe/testkit';
import { afterEach, expect, test } from 'vitest';
import { Backups } from './support/backups.ts';
import { brief, makeProject, restart } from './support/project.ts';

const REAL = { ...fs };
/** Largest distance between two tried steps. */
const STRIDE = isNightly ? 1 : 8;
/** Calls that change the names or the content of files. */
const CHANGES = [
  'chmodSync',
  'copyFileSync',
  'fsyncSync',
  'mkdirSync',
  'renameSync',
  'rmdirSync',
  'rmSync',
  'unlinkSync',
  'writeSync',
  'writeFileSync',
] as const;

/** Lets a process end before its nth change of files: no later change happens, also none of its cleanup. */
function endBefore(last: number): { readonly count: () => number } {
  let count = 0;
  for (const name of CHANGES) {
    const real = REAL[name] as (...given: unknown[]) => unknown;
    Reflect.set(fs, name, (...given: unknown[]) => {
      count += 1;
      if (count >= last) throw new Error('The process has ended.');
      return real(...given);
    });
  }
  syncBuiltinESMExports();
  return { count: () => count };
}

function live(): void {
  Object.assign(fs, Object.fromEntries(CHANGES.map((name) => [name, REAL[name]])));
  syncBuiltinESMExports();
}

afterEach(live);

const other = { ...restart, caller: 'other' };

async function makeBackedUp(): Promise<{ readonly backups: Backups; readonly used: string; readonly late: string }> {
  const backups = new Backups(makeProject({ '*': 'allow' }));
  const used = await backups.within(async (safe) => {
    await safe.revocations.add({ agent: 'worker' });
    await safe.audit.checkpoint();
    return (await safe.check(other)).ticket?.token ?? '';
  });
  expect(await backups.redeem(used)).toBe('ok');
  expect(await backups.make()).toMatchObject({ ok: true });
  const late = await backups.within(async (safe) => {
    await safe.revocations.add({ agent: 'late' });
    return (await safe.check(other)).ticket?.token ?? '';
  });
  expect(await backups.redeem(late)).toBe('ok');
  backups.project.time.now += 1_000;
  return { backups, used, late };
}

async function answers(backups: Backups, callers: readonly string[]): Promise<readonly string[]> {
  return backups.within(async (safe) => {
    const found: string[] = [];
    for (const caller of callers) found.push(brief(await safe.check({ ...restart, caller })));
    return found;
  });
}

/** Ends a restore before each of its changes, and runs it again. */
async function endEverywhere(
  lost: readonly ('log' | 'state')[],
  replace: boolean,
  check: (found: Awaited<ReturnType<typeof makeBackedUp>>, step: number) => Promise<void>,
): Promise<number> {
  const random = announceRandom('T52 ended restores');
  for (let step = 1 + random.below(STRIDE); ; step += 1 + random.below(STRIDE)) {
    const made = await makeBackedUp();
    const { backups } = made;
    backups.lose(...lost);
    const ending = endBefore(step);
    const ended = await backups.restore('backup', { replace }).catch((error: unknown) => error);
    const isComplete = ending.count() < step;
    live();
    if (isComplete) {
      expect(ended).toMatchObject({ ok: true });
      return step;
    }
    const names = readdirSync(backups.project.folder);
    const isUntouched = !names.some((name) => /^(?:audit\.jsonl(?:\.checkpoint)?|state\.db)$/.test(name));
    // A revoked agent stays denied, also if no operator runs the command again.
    const [first] = await answers(backups, ['worker']);
    if (!isUntouched) expect(first, `ended before change ${step}`).toMatch(/^deny/);
    await check(made, step);
  }
}

test('T52 a restore that ends at any step is refused by every process, until the same command finishes it', async () => {
  const steps = await endEverywhere(['log', 'state'], false, async ({ backups, late, used }, step) => {
    const again = await backups.restore();
    if (!(again.ok || again.code === 'log_exists' || again.code === 'state_exists'))
      throw new Error(`${step}: ${again.reason}`);
    // A check before the restore began may have created a new log.
    if (!again.ok)
      expect(await backups.restore('backup', { replace: true }), `ended before change ${step}`).toMatchObject({
        ok: true,
      });
    expect(await answers(backups, ['worker', 'other'])).toEqual(['deny caller_revoked', 'allow rule']);
    for (const ticket of [used, late]) expect(await backups.redeem(ticket)).not.toBe('ok');
    expect(backups.leftovers()).toEqual([]);
    expect(await backups.within((safe) => safe.audit.verify())).toMatchObject({
      verdict: expect.stringMatching(/^ok/) as string,
    });
  });
  expect(steps).toBeGreaterThan(15);
}, 300_000);

test('T52 a restore of the state alone that ends at any step loses no revocation', async () => {
  await endEverywhere(['state'], false, async ({ backups, late, used }, step) => {
    expect(await backups.restore(), `ended before change ${step}`).toMatchObject({ ok: true, restored: 'state' });
    expect(await answers(backups, ['worker', 'late', 'other'])).toEqual([
      'deny caller_revoked',
      'deny caller_revoked',
      'allow rule',
    ]);
    for (const ticket of [used, late]) expect(await backups.redeem(ticket)).not.toBe('ok');
    expect(backups.leftovers()).toEqual([]);
  });
}, 300_000);

test('T52 a restore that replaces a state, and ends at any step, keeps the revocations of that state', async () => {
  await endEverywhere(['log'], true, async ({ backups }, step) => {
    const again = await backups.restore('backup', { replace: true });
    expect(again, `ended before change ${step}`).toMatchObject({ ok: true });
    expect(await answers(backups, ['worker', 'late', 'other']), `ended before change ${step}`).toEqual([
      'deny caller_revoked',
      'deny caller_revoked',
      'allow rule',
    ]);
  });
}, 300_000);

test('T52 a backup that ends at any step, or on a full disk, never appears at its path', async () => {
  const { backups } = await makeBackedUp();
  for (let step = 1; ; step += 1) {
    const ending = endBefore(step);
    const made = await backups.make(`try-${step}`).catch(() => ({ ok: false, code: 'backup_failed' }));
    const isComplete = ending.count() < step;
    live();
    if (isComplete) break;
    expect(made).toMatchObject({
      ok: false,
      code: expect.stringMatching(/^(?:backup_failed|audit_unavailable|state_unavailable)$/) as string,
    });
    const folder = backups.path(`try-${step}`);
    // The last step makes the name durable. The backup is complete then.
    if (REAL.existsSync(folder))
      expect(await verifyLog(`${folder}/log/audit.jsonl`)).toMatchObject({
        verdict: expect.stringMatching(/^ok/) as string,
      });
  }
  expect(await answers(backups, ['worker', 'other'])).toEqual(['deny caller_revoked', 'allow rule']);
});
