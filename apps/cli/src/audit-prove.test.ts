import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, expect, test } from 'vitest';
import { type CosigningServer, startCosigningServer } from '../test/cosigning-server.ts';
import { run } from '../test/run.ts';

const CHECK = ['check', 'restart-deployment', '--target', 'dev/test-app', '--caller', 'deploy-agent'];
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];

/** A project with a checkpoint of two decisions, and a third decision. */
const template = shareFolder();
let key = '';
beforeAll(async () => {
  await run(template(), 'init', '.');
  for (let count = 0; count < 2; count += 1) await run(template(), ...CHECK, ...PARAMS);
  writeFileSync(join(template(), 'two.txt'), (await run(template(), 'audit', 'checkpoint')).out);
  await run(template(), ...CHECK, ...PARAMS);
  key = (await run(template(), 'audit', 'checkpoint', '--verifier-key')).out.trim();
});

function project(): string {
  const cwd = makeFolder();
  cpSync(template(), cwd, { recursive: true });
  return cwd;
}

/** Proves, and stores the proof. */
async function prove(cwd: string, ...argv: readonly string[]): Promise<string> {
  const { err, exit, out } = await run(cwd, 'audit', 'prove', ...argv);
  expect([exit, err]).toEqual([0, '']);
  writeFileSync(join(cwd, 'proof'), out);
  return out;
}

async function verify(cwd: string, ...more: readonly string[]) {
  const elsewhere = makeFolder();
  cpSync(join(cwd, 'proof'), join(elsewhere, 'proof'));
  return run(elsewhere, 'audit', 'verify-proof', 'proof', '--key', key, ...more);
}

function idOf(cwd: string, seq: number): string {
  const line = readFileSync(join(cwd, 'audit.jsonl'), 'utf8').split('\n')[seq - 1] ?? '';
  return (JSON.parse(line) as { event_id: string }).event_id;
}

test('an event is proven by number and by id, and verified in a folder without a project', async () => {
  const cwd = project();
  const byNumber = await prove(cwd, '2');
  expect(byNumber).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra [\w+/=]+\nindex 1\n/);
  expect(await prove(cwd, idOf(cwd, 2))).toBe(byNumber);
  const { exit, out } = await verify(cwd);
  expect([exit, out]).toEqual([
    0,
    expect.stringMatching(/^ok — event 2 is in the log agent-safe\/[\w-]+ of 2 events\n/),
  ]);
  expect(out).toContain('"policy_matched":"allow-dev-all"');
  const { out: json } = await verify(cwd, '--json');
  expect(JSON.parse(json)).toMatchObject({
    ok: true,
    kind: 'inclusion',
    seq: 2,
    checkpoint: { size: 2, witnesses: [] },
  });
});

test('a new checkpoint is signed if none covers the event; without keys, the error names the command', async () => {
  const cwd = project();
  // Event 4 is the third decision: event 3 is the first checkpoint.
  expect(await prove(cwd, '4', '--json')).toContain('"size": 4');
  await prove(cwd, '4');
  expect(await verify(cwd)).toMatchObject({ exit: 0 });
  const other = project();
  rmSync(join(other, '.agent-safe/keys.json'));
  const { err, exit } = await run(other, 'audit', 'prove', '4');
  expect([exit, err]).toEqual([1, expect.stringContaining('key')]);
  const bare = await run(other, 'audit', 'prove', '4', 'audit.jsonl', '--no-config');
  expect([bare.exit, bare.err]).toEqual([1, expect.stringContaining('agent-safe audit checkpoint')]);
  expect(await run(other, 'audit', 'prove', '2', 'audit.jsonl', '--no-config')).toMatchObject({ exit: 0 });
});

test('the growth of a log is proven between two checkpoints', async () => {
  const cwd = project();
  writeFileSync(join(cwd, 'four.txt'), (await run(cwd, 'audit', 'checkpoint')).out);
  await prove(cwd, '--from=two.txt', '--checkpoint', 'four.txt');
  expect(await verify(cwd)).toMatchObject({ exit: 0, out: expect.stringContaining('begins with the 2 events') });
  await prove(cwd, '--from=two.txt', 'audit.jsonl');
  const { out } = await verify(cwd, '--json');
  expect(JSON.parse(out)).toMatchObject({ ok: true, kind: 'consistency', from: { size: 2 }, checkpoint: { size: 4 } });
  expect(await run(cwd, 'audit', 'prove', '--from=four.txt', '--checkpoint', 'two.txt')).toMatchObject({ exit: 3 });
  expect(await run(cwd, 'audit', 'prove', '--from=none.txt')).toMatchObject({ exit: 1 });
});

test('names of no event and of several events are refused, and several are listed', async () => {
  const cwd = project();
  expect(await run(cwd, 'audit', 'prove', 'evt-none')).toMatchObject({
    exit: 3,
    out: '',
    err: expect.stringMatching(/^not_found: /),
  });
  expect(await run(cwd, 'audit', 'prove')).toMatchObject({ exit: 2 });
  expect(await run(cwd, 'audit', 'prove', 'one', 'two', '--from=two.txt')).toMatchObject({ exit: 2 });
  const { err, exit, out } = await run(cwd, 'audit', 'prove', '9', '--json');
  expect([exit, err, JSON.parse(out)]).toEqual([3, '', expect.objectContaining({ ok: false, code: 'not_found' })]);
});

test('T53 a log that differs from the checkpoint gives no proof, exit 6', async () => {
  const cwd = project();
  const log = join(cwd, 'audit.jsonl');
  writeFileSync(log, readFileSync(log, 'utf8').split('\n').slice(0, 1).join('\n').concat('\n'));
  expect(await run(cwd, 'audit', 'prove', '1')).toMatchObject({
    exit: 6,
    out: '',
    err: expect.stringMatching(/^cut: /),
  });
});

test('T53 verify-proof refuses changed proofs and unknown keys, and shows control characters', async () => {
  const cwd = project();
  const text = await prove(cwd, '2');
  writeFileSync(join(cwd, 'proof'), text.replace('\nindex 1\n', '\nindex 0\n'));
  expect(await verify(cwd)).toMatchObject({ exit: 3, out: expect.stringMatching(/^refused — wrong_position: /) });
  writeFileSync(join(cwd, 'proof'), text.replaceAll('\n', '\r\n'));
  expect(await verify(cwd, '--json')).toMatchObject({ exit: 3, out: expect.stringMatching(/"code": "malformed"/) });
  expect(await run(cwd, 'audit', 'verify-proof', 'none', '--key', key)).toMatchObject({ exit: 1 });
  expect(await run(cwd, 'audit', 'verify-proof', '.', '--key', key)).toMatchObject({ exit: 1 });
  expect(await run(cwd, 'audit', 'verify-proof', 'proof')).toMatchObject({ exit: 2 });
  expect(await run(cwd, 'audit', 'verify-proof', 'proof', '--key', 'text')).toMatchObject({ exit: 2 });
  const hostile = 'deploy\u001b[2J\u202eagent\u0085';
  await run(cwd, 'check', 'restart-deployment', '--target', 'dev/test-app', '--caller', hostile, ...PARAMS);
  await prove(cwd, '5');
  const { out } = await verify(cwd);
  expect(out).toMatch(/^ok — event 5 /);
  // No control character reaches a terminal.
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

/** Adds witnesses to the settings of a project. */
function configure(cwd: string, ...witnesses: readonly Pick<CosigningServer, 'key' | 'url'>[]): void {
  const file = join(cwd, 'agent-safe.yaml');
  const entries = witnesses.map(
    (entry) => `    - url: ${entry.url}\n      key: ${entry.key}\n      allow_private: true\n`,
  );
  const settings = `audit_log:\n  path: ./audit.jsonl\n  witnesses:\n${entries.join('')}`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^audit_log: .*$/m, settings));
}

test('witnesses cosign a new checkpoint, and verify-proof counts them', async () => {
  const cwd = project();
  const [one, two] = [await startCosigningServer('w.example/1'), await startCosigningServer('w.example/2')];
  configure(cwd, one, two);
  const { err, exit, out } = await run(cwd, 'audit', 'checkpoint');
  expect([exit, err, out.split('\n— ')]).toEqual([0, '', [expect.any(String), ...Array(3).fill(expect.any(String))]]);
  await prove(cwd, '2');
  const witnesses = ['--witness', one.key, '--witness', two.key];
  expect(await verify(cwd, ...witnesses)).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/cosigned by w\.example\/1 at 20/),
  });
  const stranger = await startCosigningServer('w.example/1');
  expect(await verify(cwd, ...witnesses, '--witness', stranger.key)).toMatchObject({
    exit: 3,
    out: expect.stringMatching(/too_few_witnesses/),
  });
  expect(await verify(cwd, ...witnesses, '--witness', stranger.key, '--quorum', '2')).toMatchObject({ exit: 0 });
  for (const more of [
    ['--quorum', '3'],
    ['--quorum', '0'],
    ['--quorum', 'x'],
    ['--witness', one.key],
    ['--witness', key],
  ])
    expect(await verify(cwd, ...witnesses, ...more)).toMatchObject({ exit: 2 });
  expect(await run(cwd, 'audit', 'witness')).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/w\.example\/2 cosigned the checkpoint of 4/),
  });
  expect(await run(cwd, 'audit', 'witness', '--status')).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/cosigned 4 events at 20/),
  });
});

test('T53 --require-anchor takes a fresh cosignature, and no stored one; a witness that has seen more means tampered', async () => {
  const cwd = project();
  const witness = await startCosigningServer('w.example/1');
  configure(cwd, witness);
  await run(cwd, 'audit', 'checkpoint');
  expect(await run(cwd, 'audit', 'verify', '--require-anchor')).toMatchObject({
    exit: 3,
    out: expect.stringMatching(/^ok, anchored locally/),
  });
  const asked = await run(cwd, 'audit', 'verify', '--require-anchor', '--ask-witnesses');
  expect(asked).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/^ok — 5 events in one chain; the checkpoint that w\.example\/1 cosigned/),
  });
  const old = makeFolder();
  cpSync(cwd, old, { recursive: true });
  await run(cwd, ...CHECK, ...PARAMS);
  await run(cwd, ...CHECK, ...PARAMS);
  await run(cwd, 'audit', 'checkpoint');
  // The whole folder was put back: the log, its checkpoints, the state and the keys.
  expect(await run(old, 'audit', 'verify')).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/^ok, anchored locally/),
  });
  expect(await run(old, 'audit', 'verify', '--ask-witnesses')).toMatchObject({
    exit: 6,
    out: expect.stringMatching(/^tampered at seq 5 — /),
  });
  expect(await run(old, 'audit', 'witness', '--json')).toMatchObject({
    exit: 6,
    out: expect.stringMatching(/"code": "log_cut"/),
  });
  expect(await run(old, 'audit', 'checkpoint')).toMatchObject({
    exit: 6,
    out: expect.stringMatching(/^agent-safe\//),
    err: expect.stringMatching(/log_cut/),
  });
  // Decisions go on.
  expect(await run(old, ...CHECK, ...PARAMS)).toMatchObject({ exit: 0 });
});

test('a witness that does not answer blocks nothing, and is visible', async () => {
  const cwd = project();
  const witness = await startCosigningServer('w.example/1');
  configure(cwd, { ...witness, url: 'http://127.0.0.1:9' });
  expect(await run(cwd, 'audit', 'checkpoint')).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/^agent-safe\//),
    err: expect.stringMatching(/unreachable/),
  });
  expect(await run(cwd, 'audit', 'witness')).toMatchObject({
    exit: 3,
    out: '',
    err: expect.stringMatching(/^w\.example\/1: unreachable: /),
  });
  expect(await run(cwd, 'audit', 'witness', '--status')).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/last attempt failed at/),
  });
  expect(await run(cwd, 'audit', 'verify', '--ask-witnesses')).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/anchored locally/),
  });
  expect(await run(cwd, ...CHECK, ...PARAMS)).toMatchObject({ exit: 0 });
});

test('witnesses with wrong settings are refused', async () => {
  const cwd = project();
  const one = await startCosigningServer('w.example/1');
  expect(await run(cwd, 'audit', 'witness')).toMatchObject({ exit: 1, err: expect.stringMatching(/name no witness/) });
  expect(await run(cwd, 'audit', 'verify', '--ask-witnesses')).toMatchObject({ exit: 2 });
  expect(await run(cwd, 'audit', 'verify', '--quorum', '1')).toMatchObject({ exit: 2 });
  for (const witnesses of [
    [{ ...one, key }],
    [one, one],
    [{ ...one, url: 'http://a/?b' }],
    [{ ...one, key: 'text' }],
  ]) {
    const other = project();
    configure(other, ...witnesses);
    expect(await run(other, 'audit', 'witness')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/ERR_CONFIG_INVALID/),
    });
    expect(await run(other, 'audit', 'checkpoint')).toMatchObject({ exit: 1, out: '' });
  }
});

test('T53 stored records of witnesses with any time are shown', async () => {
  const cwd = project();
  const failure = { code: 'refused', reason: 'No', at: '2026-01-05T12:00:00.000Z' };
  const record = { key: 'w\u001b[2J', size: 2, note: null, tree: null, failure };
  const malformed = { ...record, time: 7, failure: { code: 'refused', reason: 'No' } };
  const witnesses = [...[5, Number.MAX_SAFE_INTEGER].map((time) => ({ ...record, time })), malformed];
  writeFileSync(join(cwd, 'audit.jsonl.witnesses'), JSON.stringify({ witnesses }));
  const { err, exit, out } = await run(cwd, 'audit', 'witness', '--status');
  expect([exit, err]).toEqual([0, '']);
  expect(out).toContain('cosigned 2 events at 1970-01-01T00:00:05.000Z');
  expect(out).toContain('cosigned 2 events at 9007199254740991 s');
  for (const text of ['\u001b[2J', 'undefined', '00:00:07']) expect(out).not.toContain(text);
});

test('T53 a wrong path of a log creates no log', async () => {
  const cwd = project();
  const names = readdirSync(cwd);
  for (const argv of [
    ['4', 'other.jsonl'],
    ['1', '--from=two.txt'],
    ['--from=two.txt', 'other.jsonl'],
  ]) {
    const { err, exit } = await run(cwd, 'audit', 'prove', ...argv);
    expect([exit, err]).toEqual([1, expect.stringContaining('There is no audit log at')]);
  }
  expect(readdirSync(cwd)).toEqual(names);
});
