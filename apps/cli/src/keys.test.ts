import { chmodSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveSettings } from '@agent-safe/registry';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../test/run.ts';

type Entry = Readonly<Record<string, string>>;

const template = shareFolder();
beforeAll(async () => void (await run(template(), 'init', '.')));

function project(): { readonly cwd: string; readonly file: string; readonly entries: () => readonly Entry[] } {
  const cwd = makeFolder();
  cpSync(template(), cwd, { recursive: true });
  const file = join(cwd, '.agent-safe/keys.json');
  return { cwd, file, entries: () => (JSON.parse(readFileSync(file, 'utf8')) as { keys: readonly Entry[] }).keys };
}

describe('keys rotate', () => {
  test('keeps the file private, and leaves no other file', async () => {
    const { cwd, entries, file } = project();
    const [mask, checkpoint] = entries();
    expect((await run(cwd, 'keys', 'rotate')).exit).toBe(0);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.next`)).toBe(false);
    expect(entries().slice(0, 2)).toEqual([mask, checkpoint]);
  });

  test('a key that was replaced before it began to sign is not listed as signing', async () => {
    const { cwd } = project();
    await run(cwd, 'keys', 'rotate', '--sign-in', '1h');
    expect((await run(cwd, 'keys', 'list')).out).toMatch(/token +Ed25519 +signs from \d{4}-/);
    await run(cwd, 'keys', 'rotate');
    const { out } = await run(cwd, 'keys', 'list');
    expect(out).not.toMatch(/signs from/);
    expect(out.match(/token +Ed25519 +verifies older signatures, until/g)).toHaveLength(1);
  });

  test.each<[string, RegExp]>([
    ['mask', /unused tickets with sensitive values no longer match/],
    ['checkpoint', /audit checkpoint --verifier-key/],
    ['approval', /Open approval requests stay valid/],
  ])('--purpose %s adds a key, keeps the others, and prints the consequence', async (purpose, consequence) => {
    const { cwd, entries } = project();
    const before = entries();
    const { exit, out } = await run(cwd, 'keys', 'rotate', '--purpose', purpose);
    expect(exit).toBe(0);
    expect(out).toMatch(consequence);
    expect(entries()).toEqual([...before, expect.objectContaining({ purpose })]);
  });

  test.each<readonly string[]>([
    ['--overlap', '3651d'],
    ['--overlap', '999999999d'],
    ['--sign-in', '3651d'],
    ['--overlap', '1w'],
    ['--overlap', '-1'],
    ['--overlap', '1h', '--overlap', '2h'],
    ['--purpose', 'tokens'],
    ['--purpose', 'mask', '--overlap', '1h'],
    ['--purpose', 'approval', '--sign-in', '1h'],
    ['too-much'],
  ])('%s %s … is a usage error, and changes nothing', async (...argv) => {
    const { cwd, file } = project();
    const before = readFileSync(file, 'utf8');
    expect(await run(cwd, 'keys', 'rotate', ...argv)).toMatchObject({ exit: 2, out: '' });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(existsSync(`${file}.next`)).toBe(false);
  });

  test('the longest overlap gives a readable key set', async () => {
    const { cwd } = project();
    expect((await run(cwd, 'keys', 'rotate', '--overlap', '3650d', '--sign-in', '3650d')).exit).toBe(0);
    writeFileSync(join(cwd, 'jwks.json'), (await run(cwd, 'keys', 'jwks')).out);
    const { out: token } = await run(cwd, 'identity', 'create', '--agent', 'a');
    const verified = await run(cwd, 'delegation', 'verify', token.trim(), '--jwks', 'jwks.json', '--no-config');
    expect(verified).toMatchObject({ exit: 0 });
  });
});

test('keys list shows the state of each approval key', async () => {
  const { cwd } = project();
  await run(cwd, 'keys', 'rotate', '--purpose', 'approval');
  const { out } = await run(cwd, 'keys', 'list');
  const states = out.split('\n').filter((line) => / approval /.test(line));
  expect(states).toEqual([
    expect.stringMatching(/approval +HMAC-SHA-256 +verifies older signatures$/),
    expect.stringMatching(/approval +HMAC-SHA-256 +signs$/),
  ]);
});

test.each(['keys generate', 'init'])(
  '%s gives a project of an older version the key for approvals',
  async (command) => {
    const { cwd, entries, file } = project();
    const older = entries().filter(({ purpose }) => purpose !== 'approval');
    writeFileSync(file, JSON.stringify({ keys: older }));
    expect(await run(cwd, ...command.split(' '))).toMatchObject({ exit: 0 });
    expect(entries()).toEqual([...older, expect.objectContaining({ purpose: 'approval', kty: 'oct' })]);
  },
);

test('init writes limits, risk and approvals, and a valid example of notifiers', async () => {
  const { cwd } = project();
  const file = join(cwd, 'agent-safe.yaml');
  expect(resolveSettings({ cwd })).toMatchObject({
    rateLimit: {
      max_requests: 100,
      window_seconds: 60,
      circuit_breaker_threshold: 20,
      circuit_breaker_cooldown_seconds: 300,
    },
    cumulativeRisk: { window_seconds: 3_600, escalation_threshold: 200, deny_threshold: 600 },
    approvals: { roles: ['approver'], groups: [], quorum: 1 },
    notifiers: [],
  });
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/ {2}# notifiers:\n(?: {2}# .*\n)+/, (example) => example.replaceAll('# ', '')),
  );
  expect(resolveSettings({ cwd }).notifiers).toMatchObject([{ backend: 'slack' }, { backend: 'webhook' }]);
});

test('init writes a valid example of clusters and of a vault', async () => {
  const { cwd } = project();
  const file = join(cwd, 'agent-safe.yaml');
  expect(resolveSettings({ cwd })).toMatchObject({ runner: { clusters: {}, ambient_credentials: false } });
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf('# runner:');
  const end = text.indexOf('# Names that agents may give');
  const example = text.slice(start, end).replace(/^# (?=[a-z ])/gm, '');
  writeFileSync(file, text.slice(0, start) + example + text.slice(end));
  const { credentialVault, runner } = resolveSettings({ cwd });
  expect(runner.clusters.dev).toMatchObject({ kubeconfig: join(cwd, 'dev.kubeconfig'), context: 'dev' });
  expect(runner.command_allowlist).toEqual(['date', 'ls -l *']);
  expect(credentialVault).toEqual({ backend: 'environment', variables: {} });
});

describe('a key file that cannot be used', () => {
  const COMMANDS = ['list', 'jwks', 'rotate', 'generate'] as const;

  test.each(COMMANDS)('T10 T21 keys %s refuses a damaged file, and prints no part of a key', async (name) => {
    const { cwd, entries, file } = project();
    const [mask, checkpoint, token] = entries();
    const mixed = { keys: [mask, checkpoint, { ...token, x: checkpoint?.x }] };
    writeFileSync(file, JSON.stringify(mixed));
    const { err, exit, out } = await run(cwd, 'keys', name);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(/^ERR_KEYS_INVALID: /);
    for (const part of [mask?.k, checkpoint?.d, checkpoint?.x, token?.d]) expect(err).not.toContain(part);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(mixed);
  });

  test('T10 a command that signs or decides reports a damaged key file', async () => {
    const { cwd, entries, file } = project();
    const [mask, checkpoint, token] = entries();
    writeFileSync(file, JSON.stringify({ keys: [mask, checkpoint, { ...token, x: checkpoint?.x }] }));
    for (const argv of [
      ['identity', 'create', '--agent', 'a'],
      ['check', 'restart-deployment', '--target', 'dev/test-app', '--params', '{"namespace":"dev","deployment":"app"}'],
    ]) {
      expect(await run(cwd, ...argv)).toMatchObject({ exit: 1, err: expect.stringMatching(/^ERR_KEYS_INVALID: /) });
    }
  });

  test.skipIf(process.platform === 'win32').each(COMMANDS)(
    'keys %s refuses a file that other users can read',
    async (name) => {
      const { cwd, file } = project();
      chmodSync(file, 0o644);
      expect(await run(cwd, 'keys', name)).toMatchObject({
        exit: 1,
        out: '',
        err: expect.stringContaining('chmod 600'),
      });
    },
  );
});

test('T21 no command of keys ever prints a private part', async () => {
  const { cwd, entries } = project();
  const told: string[] = [];
  for (const argv of [
    ['rotate'],
    ['rotate', '--json'],
    ['list'],
    ['list', '--json'],
    ['jwks'],
    ['generate', '--json'],
  ]) {
    const { err, out } = await run(cwd, 'keys', ...argv);
    told.push(err, out);
  }
  const secrets = entries().flatMap(({ d, k }) => [d, k].filter((part) => part !== undefined));
  expect(secrets).toHaveLength(7);
  for (const secret of secrets) expect(told.join()).not.toContain(secret);
});
