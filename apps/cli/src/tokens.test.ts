import { chmodSync, cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../test/run.ts';

const template = shareFolder();
beforeAll(async () => void (await run(template(), 'init', '.')));

function project(): { readonly cwd: string; readonly keys: string; readonly log: () => readonly object[] } {
  const cwd = makeFolder();
  cpSync(template(), cwd, { recursive: true });
  const log = join(cwd, 'audit.jsonl');
  const lines = () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []);
  return {
    cwd,
    keys: join(cwd, '.agent-safe/keys.json'),
    log: () => lines().map((line) => JSON.parse(line) as object),
  };
}

const STAGING = ['check', 'restart-deployment', '--target', 'staging/api-server'];
const STAGING_PARAMS = ['--params', '{"namespace":"staging","deployment":"api"}'];
const DEV = ['check', 'restart-deployment', '--target', 'dev/test-app'];
const DEV_PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];

async function identity(cwd: string, agent = 'deploy-agent-01', ...more: string[]): Promise<string> {
  const { out } = await run(cwd, 'identity', 'create', '--agent', agent, '--role', 'deployer', ...more);
  return out.trim();
}

async function ticketFor(cwd: string, caller: string): Promise<string> {
  const { out } = await run(cwd, ...DEV, ...DEV_PARAMS, '--caller', caller, '--json');
  return (JSON.parse(out) as { readonly ticket: { readonly token: string } }).ticket.token;
}

describe('keys', () => {
  test('list shows the state of each key, and T21 never a private part', async () => {
    const { cwd, keys } = project();
    const { exit, out } = await run(cwd, 'keys', 'list');
    expect(exit).toBe(0);
    expect(out).toMatch(/mask-\w+ +mask +HMAC-SHA-256 +masks sensitive values/);
    expect(out).toMatch(/token-\w+ +token +Ed25519 +signs/);
    const json = await run(cwd, 'keys', 'list', '--json');
    const stored = JSON.parse(readFileSync(keys, 'utf8')) as { readonly keys: readonly { d?: string; k?: string }[] };
    for (const { d, k } of stored.keys) expect(out + json.out).not.toContain(d ?? k);
  });

  test('jwks prints only public keys, and tickets verify with them on another machine', async () => {
    const { cwd } = project();
    const { out } = await run(cwd, 'keys', 'jwks');
    expect(JSON.parse(out)).toEqual({
      keys: [{ kty: 'OKP', crv: 'Ed25519', kid: expect.any(String), use: 'sig', alg: 'EdDSA', x: expect.any(String) }],
    });
    const elsewhere = makeFolder();
    writeFileSync(join(elsewhere, 'keys.json'), out);
    const ticket = await ticketFor(cwd, 'somebody');
    const verified = await run(
      elsewhere,
      'ticket',
      'verify',
      ticket,
      '--jwks',
      'keys.json',
      '--action',
      'restart-deployment',
    );
    expect(verified).toMatchObject({ exit: 0, out: expect.stringContaining('VALID') });
    const other = await run(elsewhere, 'ticket', 'verify', ticket, '--jwks', 'keys.json', '--audience', 'other');
    expect(other).toMatchObject({ exit: 3, out: expect.stringContaining('ticket_invalid') });
  });

  test('rotate keeps the older key for the overlap: its tokens verify, and the new key signs', async () => {
    const { cwd, keys } = project();
    const before = await identity(cwd);
    const rotated = await run(cwd, 'keys', 'rotate', '--overlap', '1h', '--json');
    expect(JSON.parse(rotated.out)).toMatchObject({ purpose: 'token', retired: [{ kid: expect.any(String) }] });
    expect(statSync(keys).mode & 0o777).toBe(0o600);
    const after = await identity(cwd);
    expect(after.split('.')[0]).not.toBe(before.split('.')[0]);
    for (const token of [before, after]) expect((await run(cwd, 'delegation', 'verify', token)).exit).toBe(0);
    const none = await run(cwd, 'keys', 'rotate', '--overlap', '0');
    expect(none.exit).toBe(0);
    expect((await run(cwd, 'delegation', 'verify', after)).exit).toBe(3);
  });

  test('the older key signs until a new key with --sign-in begins', async () => {
    const { cwd } = project();
    const before = await identity(cwd);
    await run(cwd, 'keys', 'rotate', '--sign-in', '1h');
    expect((await identity(cwd)).split('.')[0]).toBe(before.split('.')[0]);
    expect((await run(cwd, 'keys', 'list')).out).toMatch(/signs from \d{4}-/);
    expect((JSON.parse((await run(cwd, 'keys', 'jwks')).out) as { keys: unknown[] }).keys).toHaveLength(2);
  });

  test('generate adds missing keys, keeps existing keys, and can create another file', async () => {
    const { cwd, keys } = project();
    const all = JSON.parse(readFileSync(keys, 'utf8')) as { readonly keys: readonly { readonly purpose: string }[] };
    const without = { keys: all.keys.filter(({ purpose }) => purpose !== 'token') };
    writeFileSync(keys, JSON.stringify(without));
    expect((await run(cwd, 'identity', 'create', '--agent', 'a')).err).toContain('There is no key that signs tokens');
    expect((await run(cwd, 'keys', 'generate')).out).toContain('were added');
    expect(JSON.parse(readFileSync(keys, 'utf8'))).toMatchObject({ keys: [...without.keys, { purpose: 'token' }] });
    expect((await run(cwd, 'keys', 'generate')).out).toContain('unchanged');
    await run(cwd, 'keys', 'generate', '--out', 'other/keys.json');
    expect(statSync(join(cwd, 'other/keys.json')).mode & 0o777).toBe(0o600);
  });

  test('keys commands report a missing project, and another process that changes the keys', async () => {
    const { cwd, keys } = project();
    const nowhere = makeFolder();
    expect(await run(nowhere, 'keys', 'list')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('agent-safe.yaml'),
    });
    const before = readFileSync(keys, 'utf8');
    writeFileSync(`${keys}.next`, '');
    expect(await run(cwd, 'keys', 'rotate')).toMatchObject({ exit: 1, err: expect.stringContaining('keys.json.next') });
    expect(readFileSync(keys, 'utf8')).toBe(before);
  });
});

describe('identity create', () => {
  test('prints only the token, and its roles and groups apply', async () => {
    const { cwd } = project();
    const { err, out } = await run(
      cwd,
      'identity',
      'create',
      '--agent',
      'a',
      '--role',
      'deployer',
      '--group',
      'g',
      '--ttl',
      '1h',
    );
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(err).toBe('');
    const checked = await run(cwd, ...STAGING, ...STAGING_PARAMS, '--caller', out.trim());
    expect(checked).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^ALLOW.*\n(?:.*\n)* {2}ticket +[\w-]+\.[\w-]+\.[\w-]+\n$/),
    });
    expect((await run(cwd, ...STAGING, ...STAGING_PARAMS, '--caller', 'a')).exit).toBe(3);
  });

  test('reports usage errors', async () => {
    const { cwd } = project();
    expect(await run(cwd, 'identity', 'create')).toMatchObject({ exit: 2, err: expect.stringContaining('--agent') });
    expect(await run(cwd, 'identity', 'create', '--agent', 'a', '--ttl', 'soon')).toMatchObject({ exit: 2 });
    expect(await run(cwd, 'identity', 'create', '--agent', 'a\n')).toMatchObject({ exit: 1 });
  });
});

describe('delegation', () => {
  test('create delegates fewer rights, and verify shows the limits of each hop', async () => {
    const { cwd, log } = project();
    const parent = await identity(cwd, 'orchestrator-01', '--role', 'reader', '--ttl', '1h');
    const child = await run(
      cwd,
      ...[
        'delegation',
        'create',
        parent,
        '--child-id',
        'worker-01',
        '--roles',
        'deployer',
        '--ttl',
        '900',
        '--max-depth',
        '3',
      ],
    );
    expect(child.out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const verified = await run(cwd, 'delegation', 'verify', child.out);
    expect(verified.exit).toBe(0);
    expect(verified.out).toMatch(/^DELEGATED — worker-01, delegated once\n/);
    expect(verified.out).toMatch(
      /gave up: the roles reader, delegation beyond depth 3, the last 45 minutes of its lifetime$/m,
    );
    expect(log()).toMatchObject([
      { event_type: 'delegation', result: 'allow', parent_agent_id: 'orchestrator-01', child_agent_id: 'worker-01' },
    ]);
    expect(JSON.stringify(log())).not.toContain(child.out.trim().slice(-30));
  });

  test('verify accepts an identity token without delegation', async () => {
    const { cwd } = project();
    const token = await identity(cwd);
    expect((await run(cwd, 'delegation', 'verify', token)).out).toMatch(/^DIRECT — deploy-agent-01/);
    const json = await run(cwd, 'delegation', 'verify', token, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ valid: true, delegation_depth: 0, roles: ['deployer'] });
  });

  test('a refusal has a code on standard error, and prints no token', async () => {
    const { cwd } = project();
    const parent = await identity(cwd);
    const refused = await run(cwd, 'delegation', 'create', parent, '--child-id', 'w', '--roles', 'admin');
    expect(refused).toMatchObject({ exit: 3, out: '', err: expect.stringContaining('role_not_held') });
    expect((await run(cwd, 'delegation', 'verify', `${parent}x`)).exit).toBe(3);
  });

  test('T13 a limit of a hop is enforced by check, and explained', async () => {
    const { cwd } = project();
    const parent = await identity(cwd);
    const { out } = await run(
      cwd,
      'delegation',
      'create',
      parent,
      '--child-id',
      'w',
      '--roles',
      'deployer',
      '--targets',
      'dev/*',
    );
    const denied = await run(cwd, ...STAGING, ...STAGING_PARAMS, '--caller', out.trim(), '--explain');
    expect(denied).toMatchObject({ exit: 3, out: expect.stringContaining('delegation_scope') });
    expect((await run(cwd, ...DEV, ...DEV_PARAMS, '--caller', out.trim())).exit).toBe(0);
  });
});

describe('--json keeps the members of 0.11', () => {
  async function members(cwd: string, ...argv: string[]): Promise<object> {
    const parsed = JSON.parse((await run(cwd, ...argv, '--json')).out) as { valid?: boolean; success?: boolean };
    return { ...parsed, names: Object.keys(parsed).sort() };
  }

  test('of a delegation: success', async () => {
    const { cwd } = project();
    const create = ['delegation', 'create', await identity(cwd), '--child-id', 'w'];
    expect(await members(cwd, ...create)).toMatchObject({
      success: true,
      names: ['child_agent_id', 'child_identity', 'delegation_depth', 'jti', 'parent_agent_id', 'success', 'token'],
    });
    expect(await members(cwd, ...create, '--roles', 'admin')).toMatchObject({
      success: false,
      names: ['child_agent_id', 'code', 'parent_agent_id', 'reason', 'success'],
    });
  });

  test('of a chain: valid', async () => {
    const { cwd } = project();
    const token = await identity(cwd);
    const chain = (await members(cwd, 'delegation', 'verify', token)) as { names: string[] };
    expect(chain).toMatchObject({ valid: true, names: expect.arrayContaining(['agent_id', 'hops', 'roles', 'valid']) });
    expect(chain.names).not.toContain('ok');
    expect(await members(cwd, 'delegation', 'verify', `${token}x`)).toMatchObject({
      valid: false,
      names: ['code', 'reason', 'valid'],
    });
  });

  test('of a ticket: valid', async () => {
    const { cwd } = project();
    const ticket = await ticketFor(cwd, await identity(cwd));
    expect(await members(cwd, 'ticket', 'verify', ticket)).toMatchObject({ valid: true, names: ['ticket', 'valid'] });
    expect(await members(cwd, 'ticket', 'verify', 'nonsense')).toMatchObject({
      valid: false,
      names: ['code', 'reason', 'valid'],
    });
  });
});

describe('ticket verify', () => {
  test('uses up no ticket, and refuses another action, target or parameters', async () => {
    const { cwd, log } = project();
    const ticket = await ticketFor(cwd, await identity(cwd));
    const right = ['--action', 'restart-deployment', '--target', 'dev/test-app', ...DEV_PARAMS];
    for (let times = 0; times < 2; times++) {
      const verified = await run(cwd, 'ticket', 'verify', ticket, ...right);
      expect(verified).toMatchObject({
        exit: 0,
        out: expect.stringContaining('VALID — the ticket authorizes restart-deployment, once'),
      });
    }
    for (const wrong of [
      ['--action', 'delete-namespace'],
      ['--target', 'prod/api'],
      ['--params', '{}'],
    ]) {
      expect(await run(cwd, 'ticket', 'verify', ticket, ...wrong)).toMatchObject({ exit: 3 });
    }
    expect(log().filter((event) => 'code' in event && event.code === 'ticket_mismatch')).toHaveLength(3);
    expect(JSON.stringify(log())).not.toContain(ticket.slice(-30));
  });

  test('refuses tokens that are not tickets, also with --json', async () => {
    const { cwd } = project();
    const { exit, out } = await run(cwd, 'ticket', 'verify', await identity(cwd), '--json');
    expect(exit).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ valid: false, code: 'ticket_invalid' });
  });
});

describe('revoke', () => {
  test.each([
    ['an agent', () => ['--agent', 'deploy-agent-01']],
    ['its token, by the token itself', (token: string) => ['--token', token]],
    ['everything', () => ['--all']],
  ])('revoking %s stops the token, its children and its tickets', async (_, subject) => {
    const { cwd, log } = project();
    const token = await identity(cwd);
    const child = (await run(cwd, 'delegation', 'create', token, '--child-id', 'w')).out.trim();
    const ticket = await ticketFor(cwd, child);
    expect((await run(cwd, 'revoke', ...subject(token))).exit).toBe(0);
    for (const caller of [token, child]) {
      const denied = await run(cwd, ...DEV, ...DEV_PARAMS, '--caller', caller);
      expect(denied).toMatchObject({ exit: 3, out: expect.stringContaining('caller_revoked') });
    }
    expect((await run(cwd, 'ticket', 'verify', ticket)).out).toContain('ticket_revoked');
    expect(log()).toContainEqual(expect.objectContaining({ event_type: 'revocation', change: 'revoked' }));
  });

  test('works while the policies are invalid', async () => {
    const { cwd } = project();
    writeFileSync(join(cwd, 'policies/default.yaml'), 'rules: [');
    expect(await run(cwd, 'revoke', '--agent', 'a')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('Revoked'),
    });
  });

  test('--lift applies only to new tokens', async () => {
    const { cwd } = project();
    const stolen = await identity(cwd);
    await run(cwd, 'revoke', '--agent', 'deploy-agent-01');
    expect((await run(cwd, 'revoke', '--agent', 'deploy-agent-01', '--lift')).out).toContain(
      'is lifted for tokens issued from now on',
    );
    expect((await run(cwd, 'delegation', 'verify', stolen)).exit).toBe(3);
    expect((await run(cwd, 'delegation', 'verify', await identity(cwd))).exit).toBe(0);
  });

  test.each<[string, readonly string[]]>([
    ['nothing', []],
    ['two things', ['--agent', 'a', '--all']],
    ['a token to lift', ['--token', 'x', '--lift']],
    ['a token of 0.11, which has no id', ['--token', 'eyJhbGciOiJIUzI1NiJ9.eyJhZ2VudF9pZCI6ImEifQ.x']],
  ])('reports a usage error for %s', async (_, argv) => {
    expect(await run(project().cwd, 'revoke', ...argv)).toMatchObject({ exit: 2 });
  });

  test.each<[string, readonly string[]]>([
    ['a pattern', ['--agent', 'worker-*']],
    ['a blank at its end', ['--agent', 'worker-01 ']],
    ['a token for an agent', ['--agent', 'eyJhbGciOiJub25lIn0.eyJhZ2VudF9pZCI6ImEifQ.']],
  ])('%s revokes nothing, and reports an error', async (_, argv) => {
    const { cwd } = project();
    const refused = await run(cwd, 'revoke', ...argv);
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('ERR_REVOCATION_INVALID') });
    expect((await run(cwd, 'revoke', '--list')).out).toBe('There are no revocations.\n');
  });

  test('works with a key file that other users can read, because that is a reason to revoke', async () => {
    const { cwd, keys } = project();
    chmodSync(keys, 0o644);
    expect((await run(cwd, 'revoke', '--agent', 'a')).exit).toBe(0);
    rmSync(keys);
    expect((await run(cwd, 'revoke', '--all')).exit).toBe(0);
    expect((await run(cwd, 'revoke', '--list')).out).toMatch(
      /^ {2}agent {2}a {2}\S+ {2}without end\n {2}all +- +\S+ +tokens issued until \S+\n$/,
    );
  });

  test('works with --state and without settings', async () => {
    const { cwd } = project();
    const token = await identity(cwd);
    const revoked = await run(
      cwd,
      'revoke',
      '--agent',
      'deploy-agent-01',
      '--no-config',
      '--state',
      '.agent-safe/state.db',
    );
    expect(revoked.exit).toBe(0);
    expect((await run(cwd, 'delegation', 'verify', token)).out).toContain('caller_revoked');
  });

  test('T20 a revocation applies although it cannot be recorded, and the command reports it', async () => {
    const { cwd } = project();
    const token = await identity(cwd);
    // The state knows the log from this revocation.
    await run(cwd, 'revoke', '--agent', 'deploy-agent-02');
    writeFileSync(join(cwd, 'audit.jsonl'), 'not a log\n');
    const revoked = await run(cwd, 'revoke', '--agent', 'deploy-agent-01');
    expect(revoked).toMatchObject({ exit: 1, err: expect.stringContaining('applies from now on') });
    expect((await run(cwd, 'delegation', 'verify', token)).out).toContain('caller_revoked');
  });
});

describe('tokens of agent-safe 0.11.0', () => {
  const fixtures = (name: 'delegation' | 'tickets') => {
    const file = join(import.meta.dirname, `../../../packages/${name}/test/fixtures/agent-safe-0.11.0.json`);
    return JSON.parse(readFileSync(file, 'utf8')) as {
      readonly signing_key: string;
      readonly tokens: readonly { readonly name: string; readonly token: string; readonly valid: boolean }[];
    };
  };

  test('genuine tokens verify with the signing key, and forged ones do not', async () => {
    const { cwd } = project();
    for (const [command, { signing_key, tokens }] of [
      ['delegation', fixtures('delegation')],
      ['ticket', fixtures('tickets')],
    ] as const) {
      for (const { name, token, valid } of tokens) {
        const verified = await run(cwd, command, 'verify', token, '--signing-key', signing_key, '--no-config');
        expect(verified.exit, name).toBe(valid ? 0 : 3);
      }
    }
  });

  test('a token identifies a caller if the signing key is given, and is denied otherwise', async () => {
    const { cwd } = project();
    const { signing_key, tokens } = fixtures('delegation');
    const token = tokens.find(({ valid }) => valid)?.token ?? '';
    const allowed = await run(cwd, ...STAGING, ...STAGING_PARAMS, '--caller', token, '--signing-key', signing_key);
    expect(allowed).toMatchObject({ exit: 0, out: expect.stringMatching(/caller +deploy-agent-01\n/) });
    const denied = await run(cwd, ...STAGING, ...STAGING_PARAMS, '--caller', token);
    expect(denied).toMatchObject({ exit: 3, out: expect.stringContaining('caller_invalid') });
  });

  test('T46 the environment adds a signing key only where the settings name its variable', async () => {
    const { cwd } = project();
    const { signing_key, tokens } = fixtures('delegation');
    const token = tokens.find(({ valid }) => valid)?.token ?? '';
    vi.stubEnv('AGENT_SAFE_SIGNING_KEY', signing_key);
    vi.stubEnv('OTHER_KEY', signing_key);
    onTestFinished(() => void vi.unstubAllEnvs());
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => warn.mockRestore());
    const check = () => run(cwd, ...STAGING, ...STAGING_PARAMS, '--caller', token);
    expect(await check()).toMatchObject({ exit: 3, out: expect.stringContaining('signing_key_env') });
    expect(await run(cwd, 'delegation', 'verify', token)).toMatchObject({ exit: 3 });
    expect(await run(cwd, 'delegation', 'verify', token, '--no-config')).toMatchObject({ exit: 3 });
    expect(String(warn.mock.calls[0]?.[0])).toContain('Add "signing_key_env: AGENT_SAFE_SIGNING_KEY"');

    const settings = join(cwd, 'agent-safe.yaml');
    const text = readFileSync(settings, 'utf8');
    for (const variable of ['AGENT_SAFE_SIGNING_KEY', 'OTHER_KEY']) {
      writeFileSync(settings, `${text}\nsigning_key_env: ${variable}\n`);
      expect(await check()).toMatchObject({ exit: 0, out: expect.stringMatching(/caller +deploy-agent-01\n/) });
      expect(await run(cwd, 'delegation', 'verify', token)).toMatchObject({ exit: 0 });
    }
    // Given public keys replace every key of the project.
    writeFileSync(join(cwd, 'jwks.json'), (await run(cwd, 'keys', 'jwks')).out);
    expect(await run(cwd, 'delegation', 'verify', token, '--jwks', 'jwks.json')).toMatchObject({ exit: 3 });
    vi.stubEnv('OTHER_KEY', '');
    expect(await check()).toMatchObject({ exit: 1, err: expect.stringContaining('is not set: OTHER_KEY') });
    expect(await run(cwd, 'revoke', '--all')).toMatchObject({ exit: 0 });
  });

  test('T10 a signing key of 17 bytes is refused', async () => {
    const refused = await run(project().cwd, ...DEV, ...DEV_PARAMS, '--signing-key', 'shared-secret-key');
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('32 bytes') });
    expect(refused.err).not.toContain('shared-secret-key');
  });
});
