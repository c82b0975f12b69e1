import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import type { AuditDraft, CheckRequest } from '@agent-safe/core';
import { generateKeys, keySet, loadKeys } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { MemoryNonceStore, TicketVerifier } from '@agent-safe/tickets';
import { readKeySet } from '@agent-safe/tokens';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileTest, logEvents, withPorts } from '../test/support/ports.ts';
import { AgentSafe, type OpenOptions } from './index.ts';

const NOON = Date.parse('2026-01-05T12:00:00.000Z');
const restart: CheckRequest = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
};

const RULES = {
  deployers: { callers: { roles: ['deployer'] } },
  'by-name': { callers: { agent_ids: ['worker-01'] } },
  orchestrated: { callers: { delegated_from: ['orchestrator-01'], max_delegation_depth: 2 } },
};

interface Project {
  readonly folder: string;
  readonly open: (options?: OpenOptions) => Promise<AgentSafe>;
  readonly log: () => readonly Readonly<Record<string, unknown>>[];
  readonly verifier: () => TicketVerifier;
}

/** A project with rules that each allow by one caller selector, on a dev target. */
function project(rules: readonly (keyof typeof RULES)[] = ['deployers']): Project {
  const folder = makeFolder();
  const documents = rules.map((name) => ({
    name,
    match: { ...RULES[name] },
    decision: 'allow',
    reason: `${name} may`,
  }));
  writeFileSync(join(folder, 'policies.yaml'), JSON.stringify({ rules: documents }));
  writeFileSync(join(folder, 'keys.json'), generateKeys(), { mode: 0o600 });
  const paths: OpenOptions = {
    registry: actionsPath,
    policies: join(folder, 'policies.yaml'),
    inventory: inventoryPath,
    keys: join(folder, 'keys.json'),
    auditLog: join(folder, 'audit.jsonl'),
    state: join(folder, 'state.db'),
    clock: () => NOON,
  };
  return {
    folder,
    async open(options = {}) {
      const safe = await AgentSafe.open(withPorts({ ...paths, ...options }));
      onTestFinished(() => safe.close());
      return safe;
    },
    log: () => logEvents(join(folder, 'audit.jsonl')),
    verifier() {
      const keys = readKeySet(keySet(loadKeys(join(folder, 'keys.json')).tokens, NOON));
      return new TicketVerifier({ keys, nonces: new MemoryNonceStore({ clock: () => NOON }), clock: () => NOON });
    },
  };
}

describe('the caller', () => {
  test('is the agent of the token, with its roles and groups', async () => {
    const safe = await project().open();
    const caller = await safe.tokens.issue({ agent_id: 'deploy-agent-01', roles: ['deployer'] });
    expect(await safe.check({ ...restart, caller })).toMatchObject({
      result: 'allow',
      caller: 'deploy-agent-01',
      caller_verified: true,
      policy_matched: 'deployers',
    });
    const other = await safe.tokens.issue({ agent_id: 'deploy-agent-01' });
    expect(await safe.check({ ...restart, caller: other })).toMatchObject({ result: 'deny', code: 'default_deny' });
  });

  test('T12 of an invalid token is denied, and the token is not recorded', async () => {
    const { log, open } = project(['deployers', 'by-name']);
    const safe = await open();
    const genuine = await safe.tokens.issue({ agent_id: 'worker-01', roles: ['deployer'], ttl_seconds: 60 });
    const later = await open({ clock: () => NOON + 60_000 });
    const foreign = await (await project().open()).tokens.issue({ agent_id: 'worker-01', roles: ['deployer'] });
    const unsigned = `${genuine.split('.').slice(0, 2).join('.')}.`;
    const decisions = [
      await later.check({ ...restart, caller: genuine }),
      await safe.check({ ...restart, caller: foreign }),
      await safe.check({ ...restart, caller: unsigned }),
      await safe.check({ ...restart, caller: `Bearer ${genuine}` }),
    ];
    for (const decision of decisions) {
      expect(decision).toMatchObject({ result: 'deny', code: 'caller_invalid', caller: null, caller_verified: false });
    }
    const written = JSON.stringify([decisions, log()]);
    for (const part of [...genuine.split('.'), ...foreign.split('.')]) expect(written).not.toContain(part);
  });

  test.each(['eyJabc.def.ghi', 'eyJabc', 'Bearer eyJ'])(
    'T12 %s looks like a token, and is not a name',
    async (caller) => {
      const { log, open } = project(['deployers', 'by-name']);
      const decision = await (await open()).check({ ...restart, caller });
      expect(decision).toMatchObject({ result: 'deny', code: 'caller_invalid', caller: null });
      const advisory = await open({ keys: undefined, auditLog: false, config: false });
      expect(await advisory.check({ ...restart, caller })).toMatchObject({ result: 'deny', code: 'caller_invalid' });
      expect(JSON.stringify([decision, log()])).not.toContain('eyJ');
    },
  );

  test('T12 with a bare or missing name satisfies no allow rule if there are keys', async () => {
    const { open } = project(['by-name']);
    const safe = await open();
    expect(await safe.check({ ...restart, caller: 'worker-01' })).toMatchObject({
      result: 'deny',
      code: 'default_deny',
    });
    expect(await safe.check(restart)).toMatchObject({ result: 'deny', code: 'default_deny' });
    const caller = await safe.tokens.issue({ agent_id: 'worker-01' });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
    // Without keys, names are trusted, as in 0.11.
    const advisory = await open({ keys: undefined, auditLog: false, config: false });
    expect(await advisory.check({ ...restart, caller: 'worker-01' })).toMatchObject({ result: 'allow' });
  });

  test('T12 is the same in an explanation, with the same refusals', async () => {
    const safe = await project().open();
    const caller = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    expect((await safe.explain({ ...restart, caller })).verdict).toMatchObject({ result: 'allow' });
    expect((await safe.explain({ ...restart, caller: `${caller}x` })).verdict.code).toBe('caller_invalid');
    await safe.revocations.add({ agent: 'a' });
    expect((await safe.explain({ ...restart, caller })).verdict.code).toBe('caller_revoked');
  });
});

describe('a delegation', () => {
  test('T13 gives the child its roles and chain, and applies the limits of each hop', async () => {
    const safe = await project(['deployers', 'orchestrated']).open();
    const parent_token = await safe.tokens.issue({
      agent_id: 'orchestrator-01',
      roles: ['deployer', 'reader'],
    });
    const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'worker-01', child_roles: ['deployer'] });
    expect(child).toMatchObject({ ok: true, delegation_depth: 1 });
    const caller = child.ok ? child.token : '';
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', caller: 'worker-01' });
    const narrow = await safe.tokens.delegate({ parent_token: caller, child_agent_id: 'leaf', actions: ['get-*'] });
    const leaf = narrow.ok ? narrow.token : '';
    expect(await safe.check({ ...restart, caller: leaf })).toMatchObject({ result: 'deny', code: 'delegation_scope' });
    expect(
      await safe.check({
        action: 'get-configmap',
        target: 'dev/test-app',
        params: { namespace: 'dev', configmap: 'c' },
        caller: leaf,
      }),
    ).toMatchObject({ result: 'allow', policy_matched: 'orchestrated' });
  });

  test('T13 gives a name that matches rules only if it was granted to the parent', async () => {
    const { open } = project(['by-name']);
    const grants = [{ parent: 'orchestrator-01', children: ['worker-*'] }];
    const [without, granted] = [await open(), await open({ delegation: { grants } })];
    const parent_token = await without.tokens.issue({ agent_id: 'orchestrator-01' });
    const child = await without.tokens.delegate({ parent_token, child_agent_id: 'worker-01' });
    const caller = child.ok ? child.token : '';
    expect(await without.check({ ...restart, caller })).toMatchObject({ result: 'deny', code: 'default_deny' });
    expect(await granted.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
  });

  test('T13 gives no authority to a made-up name in the middle of a chain', async () => {
    const { open } = project(['orchestrated']);
    const safe = await open();
    const parent_token = await safe.tokens.issue({ agent_id: 'intruder' });
    const middle = await safe.tokens.delegate({ parent_token, child_agent_id: 'orchestrator-01' });
    const end = await safe.tokens.delegate({
      parent_token: middle.ok ? middle.token : '',
      child_agent_id: 'worker-01',
    });
    const caller = end.ok ? end.token : '';
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'deny', code: 'default_deny' });
  });

  test('is recorded, refusals too, and the log contains no token', async () => {
    const { log, open } = project();
    const safe = await open();
    const parent_token = await safe.tokens.issue({ agent_id: 'orchestrator-01', roles: ['deployer'] });
    const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'worker-01', child_roles: ['deployer'] });
    await safe.tokens.delegate({ parent_token, child_agent_id: 'worker-01', child_roles: ['admin'] });
    await safe.tokens.delegate({ parent_token: 'orchestrator-01', child_agent_id: 'worker-01' });
    expect(log()).toMatchObject([
      {
        event_type: 'delegation',
        result: 'allow',
        parent_agent_id: 'orchestrator-01',
        child_agent_id: 'worker-01',
        roles: ['deployer'],
        jti: child.ok ? child.jti : '',
      },
      {
        event_type: 'delegation',
        result: 'deny',
        code: 'role_not_held',
        parent_agent_id: 'orchestrator-01',
        child_agent_id: 'worker-01',
      },
      { event_type: 'delegation', result: 'deny', code: 'caller_invalid', parent_agent_id: null },
    ]);
    const written = JSON.stringify(log());
    for (const token of [parent_token, child.ok ? child.token : '']) expect(written).not.toContain(token.slice(-40));
  });

  test('T20 that cannot be recorded is refused', async () => {
    const { folder, open } = project();
    const safe = await open({ auditLog: join(folder, 'nowhere', 'audit.jsonl') });
    const parent_token = await safe.tokens.issue({ agent_id: 'orchestrator-01' });
    const result = await safe.tokens.delegate({ parent_token, child_agent_id: 'worker-01' });
    expect(result).toMatchObject({ ok: false, code: 'audit_unavailable' });
    expect(result).not.toHaveProperty('token');
  });

  test('is verified with its whole chain, and a plain identity has one hop', async () => {
    const safe = await project().open();
    const parent_token = await safe.tokens.issue({ agent_id: 'orchestrator-01', roles: ['a', 'b'] });
    const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'worker-01', child_roles: ['a'] });
    expect(await safe.tokens.verify(parent_token)).toMatchObject({ ok: true, identity: { delegation_depth: 0 } });
    expect(await safe.tokens.verify(child.ok ? child.token : '')).toMatchObject({
      ok: true,
      hops: [{ agent_id: 'orchestrator-01' }, { agent_id: 'worker-01', gave_up: { roles: ['b'] } }],
    });
    expect(await safe.tokens.verify('worker-01')).toMatchObject({ ok: false, code: 'caller_invalid' });
  });
});

describe('a ticket', () => {
  test('comes with an allowed decision, and matches it', async () => {
    const { open, verifier } = project();
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'deploy-agent-01', roles: ['deployer'] });
    const decision = await safe.check({ ...restart, caller, ticket_id: 'CHG-1' });
    const { action, audit_id, digest, params, target, ticket } = decision;
    expect(ticket).toMatchObject({ nonce: expect.any(String), expires_at: '2026-01-05T12:05:00.000Z' });
    expect(await verifier().redeem(ticket?.token ?? '')).toMatchObject({
      ok: true,
      ticket: {
        action,
        audit_id,
        digest,
        params,
        target,
        ticket_id: 'CHG-1',
        caller: 'deploy-agent-01',
        caller_verified: true,
      },
    });
  });

  test('has the chain with its token ids, and expires with the caller’s token', async () => {
    const { open, verifier } = project();
    const safe = await open();
    const parent_token = await safe.tokens.issue({ agent_id: 'orchestrator-01', roles: ['deployer'] });
    const child = await safe.tokens.delegate({
      parent_token,
      child_agent_id: 'w',
      child_roles: ['deployer'],
      ttl_seconds: 9,
    });
    const decision = await safe.check({ ...restart, caller: child.ok ? child.token : '' });
    expect(decision.ticket?.expires_at).toBe('2026-01-05T12:00:09.000Z');
    expect(await verifier().verify(decision.ticket?.token ?? '')).toMatchObject({
      ticket: {
        chain: [{ agent_id: 'orchestrator-01', jti: expect.any(String) }],
        caller_jti: child.ok ? child.jti : '',
      },
    });
  });

  test.each<[string, (folder: string) => OpenOptions]>([
    ['there is no audit log', () => ({ auditLog: false })],
    ['the decision could not be recorded', (folder) => ({ auditLog: join(folder, 'nowhere', 'audit.jsonl') })],
  ])('T20 is missing if %s', async (_, options) => {
    const { folder, open } = project();
    const safe = await open(options(folder));
    const caller = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    expect(await safe.check({ ...restart, caller })).not.toHaveProperty('ticket');
  });

  test('is missing in a denied decision', async () => {
    const safe = await project().open();
    expect(await safe.check({ ...restart, caller: 'somebody' })).not.toHaveProperty('ticket');
  });

  test('T21 is not recorded', async () => {
    const { log, open } = project();
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    const { ticket } = await safe.check({ ...restart, caller });
    const written = JSON.stringify(log());
    for (const part of [...(ticket?.token ?? '').split('.'), ...caller.split('.')]) expect(written).not.toContain(part);
  });
});

describe('the kill switch', () => {
  test('T13 stops an agent and all its delegates, in every process that shares the state, and is recorded', async () => {
    const { log, open } = project();
    const [safe, other] = [await open(), await open()];
    const parent_token = await safe.tokens.issue({ agent_id: 'orchestrator-01', roles: ['deployer'] });
    const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'worker-01', child_roles: ['deployer'] });
    const caller = child.ok ? child.token : '';
    expect(await other.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
    await safe.revocations.add({ agent: 'orchestrator-01' });
    const denied = await other.check({ ...restart, caller });
    expect(denied).toMatchObject({ result: 'deny', code: 'caller_revoked', caller: 'worker-01' });
    expect(await other.check({ ...restart, caller: 'orchestrator-01' })).toMatchObject({ code: 'caller_revoked' });
    expect(log().find(({ event_type }) => event_type === 'revocation')).toMatchObject({
      change: 'revoked',
      kind: 'agent',
      id: 'orchestrator-01',
      issued_until: null,
    });
  });

  test('for all: tokens issued before are void, tokens issued after are valid', async () => {
    let now = NOON;
    const safe = await project().open({ clock: () => now });
    const before = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    now += 5;
    await safe.revocations.add({ all: true });
    now += 5;
    const after = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    expect(await safe.check({ ...restart, caller: before })).toMatchObject({ code: 'caller_revoked' });
    expect(await safe.check({ ...restart, caller: after })).toMatchObject({ result: 'allow' });
  });

  test('is lifted for new tokens only', async () => {
    let now = NOON;
    const safe = await project().open({ clock: () => now });
    const stolen = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    await safe.revocations.add({ agent: 'a' });
    now += 1_000;
    expect(await safe.revocations.lift('a')).toMatchObject({ kind: 'agent', id: 'a' });
    now += 1_000;
    const fresh = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    expect(await safe.check({ ...restart, caller: stolen })).toMatchObject({ code: 'caller_revoked' });
    expect(await safe.check({ ...restart, caller: fresh })).toMatchObject({ result: 'allow' });
    expect(await safe.revocations.lift('a')).toBeUndefined();
  });

  fileTest('denies if the state cannot be read', async () => {
    const { folder, open } = project();
    writeFileSync(join(folder, 'state.db'), 'no database');
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'deny', code: 'state_unavailable' });
  });

  fileTest('creates no file until something is revoked', async () => {
    const { folder, open } = project();
    const safe = await open();
    await safe.check({ ...restart, caller: 'a' });
    expect(existsSync(join(folder, 'state.db'))).toBe(false);
  });
});

describe('a shared secret', () => {
  test('T10 of 17 bytes is refused when the project is opened', async () => {
    const opening = project().open({ signingKey: 'shared-secret-key' });
    await expect(opening).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
  });

  test('signs if the project has no keys, and bare names are then no longer trusted', async () => {
    const { open } = project(['by-name']);
    const safe = await open({ keys: undefined, config: false, signingKey: '0123456789abcdef0123456789abcdef' });
    const caller = await safe.tokens.issue({ agent_id: 'worker-01' });
    expect(await safe.check({ ...restart, caller })).toMatchObject({
      result: 'allow',
      ticket: { nonce: expect.any(String) },
    });
    expect(await safe.check({ ...restart, caller: 'worker-01' })).toMatchObject({ result: 'deny' });
  });
});

describe('T24 a refusal', () => {
  test('T24 of a ticket is recorded without it', async () => {
    const drafts: AuditDraft[] = [];
    const { open } = project();
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'a', roles: ['deployer'] });
    const { ticket } = await safe.check({ ...restart, caller });
    const audit = { append: async (given: readonly AuditDraft[]) => drafts.push(...given) as never };
    const secret = { alg: 'HS256', secret: Buffer.alloc(32), acceptsLegacy: true } as const;
    await new TicketVerifier({ keys: [secret], audit }).verify(ticket?.token ?? '');
    expect(drafts).toMatchObject([{ event_type: 'ticket_refused', fields: { code: 'ticket_invalid', action: null } }]);
  });
});
