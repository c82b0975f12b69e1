import { checkLaw, scaled } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { narrow } from '../src/delegate.ts';
import {
  type AgentIdentity,
  createIdentityToken,
  type DelegationRequest,
  type DelegationResult,
  delegate,
  describeHops,
  type IdentityTrust,
  MemoryRevocations,
  toCaller,
  verifyIdentity,
} from '../src/index.ts';
import { clock, issuer, NOW, trust } from './support/trust.ts';

async function rootToken(roles = ['deployer', 'reader'], groups = ['platform']): Promise<string> {
  return (await createIdentityToken({ agent_id: 'orchestrator-01', roles, groups, ttl_seconds: 3_600 }, issuer)).token;
}

async function handOn(parent: string, request: Partial<DelegationRequest> = {}, over: Partial<IdentityTrust> = {}) {
  return delegate(parent, { child_agent_id: 'worker-01', ...request }, issuer, { ...trust, ...over });
}

function requireToken(result: DelegationResult): string {
  if (!result.ok) throw new Error(result.reason);
  return result.token;
}

describe('a delegation', () => {
  test('delegates only the named roles and groups', async () => {
    const result = await handOn(await rootToken(), { child_roles: ['deployer'] });
    expect(result).toMatchObject({
      ok: true,
      parent_agent_id: 'orchestrator-01',
      child_agent_id: 'worker-01',
      delegation_depth: 1,
      child_identity: {
        agent_id: 'worker-01',
        roles: ['deployer'],
        groups: [],
        expires_at: '2026-03-02T13:00:00.000Z',
      },
    });
  });

  test('verifies to the returned identity', async () => {
    const result = await handOn(await rootToken(), { child_roles: ['deployer'], actions: ['restart-*'], max_depth: 3 });
    const verified = await verifyIdentity(requireToken(result), trust);
    expect(verified).toMatchObject({ ok: true });
    if (verified.ok && result.ok) expect(verified.identity).toStrictEqual(result.child_identity);
  });

  test('has the actors of RFC 8693: the subject is the root, and the outermost actor is the current one', async () => {
    const child = requireToken(await handOn(await rootToken(), { child_agent_id: 'mid' }));
    const grandchild = requireToken(await handOn(child, { child_agent_id: 'leaf' }));
    const claims = JSON.parse(Buffer.from(grandchild.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({
      sub: 'orchestrator-01',
      agent_id: 'leaf',
      act: { sub: 'leaf', act: { sub: 'mid' } },
      delegation_depth: 2,
    });
  });

  test('gives rules the chain, the limits of every delegation, and what each delegator holds', async () => {
    const child = requireToken(
      await handOn(await rootToken(), { child_agent_id: 'mid', actions: ['restart-*'], ttl_seconds: 60 }),
    );
    const grandchild = await handOn(child, { child_agent_id: 'leaf', targets: ['dev/*'] });
    if (!grandchild.ok) throw new Error(grandchild.reason);
    expect(toCaller(grandchild.child_identity)).toStrictEqual({
      agent_id: 'leaf',
      verified: true,
      roles: [],
      groups: [],
      delegation_chain: ['orchestrator-01', 'mid'],
      delegation_scopes: [
        { actions: ['restart-*'], exp: NOW / 1_000 + 60 },
        { targets: ['dev/*'], exp: NOW / 1_000 + 60 },
      ],
      delegation_holdings: [
        { roles: ['deployer', 'reader'], groups: ['platform'] },
        { roles: [], groups: [] },
      ],
    });
  });

  test('describes the difference that each delegation made', async () => {
    const child = await handOn(await rootToken(), { child_roles: ['deployer'], targets: ['dev/*'], ttl_seconds: 900 });
    if (!child.ok) throw new Error(child.reason);
    expect(describeHops(child.child_identity)).toStrictEqual([
      {
        agent_id: 'orchestrator-01',
        agent_name: '',
        roles: ['deployer', 'reader'],
        groups: ['platform'],
        expires_at: '2026-03-02T13:00:00.000Z',
        gave_up: { roles: [], groups: [], seconds: 0 },
      },
      {
        agent_id: 'worker-01',
        agent_name: '',
        roles: ['deployer'],
        groups: [],
        expires_at: '2026-03-02T12:15:00.000Z',
        gave_up: { roles: ['reader'], groups: ['platform'], targets_only: ['dev/*'], seconds: 2_700 },
      },
    ]);
  });

  test.each<[string, Partial<DelegationRequest>, string]>([
    ['a role that the parent lacks', { child_roles: ['admin'] }, 'role_not_held'],
    ['a group that the parent is not in', { child_groups: ['security'] }, 'group_not_held'],
    ['a depth of zero', { max_depth: 0 }, 'depth_exceeded'],
    ['no name', { child_agent_id: '' }, 'request_invalid'],
    ['a name that is a token', { child_agent_id: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_invalid'],
    ['a lifetime of zero', { ttl_seconds: 0 }, 'request_invalid'],
    ['a misspelled field', { childroles: [] } as never, 'request_invalid'],
  ])('T13 is refused for %s', async (_, request, code) => {
    const result = await handOn(await rootToken(), request);
    expect(result).toMatchObject({ ok: false, code });
    if (!result.ok) expect(result.reason).not.toContain('eyJ');
  });

  test('T13 is refused with an invalid or expired token', async () => {
    expect(await handOn('orchestrator-01')).toMatchObject({
      ok: false,
      code: 'caller_invalid',
      parent_agent_id: null,
    });
    const parent = await rootToken();
    const later = () => NOW + 3_600_000;
    expect(await handOn(parent, {}, { clock: later })).toMatchObject({ ok: false, code: 'caller_invalid' });
  });

  test('T13 is limited by the depth of the server, which no request can raise', async () => {
    let token = await rootToken();
    for (let depth = 1; depth <= 3; depth++)
      token = requireToken(await handOn(token, { max_depth: 9 }, { maxDepth: 3 }));
    const fourth = await handOn(token, { max_depth: 9 }, { maxDepth: 3 });
    expect(fourth).toMatchObject({ ok: false, code: 'depth_exceeded' });
    // The limit was lowered since, so deeper tokens are refused.
    expect(await verifyIdentity(token, { ...trust, maxDepth: 2 })).toMatchObject({ ok: false });
  });

  test('T13 is void at any depth below a revoked agent or token', async () => {
    const revocations = new MemoryRevocations({ clock });
    const root = await rootToken();
    const mid = await handOn(root, { child_agent_id: 'mid' });
    const leaf = requireToken(await handOn(requireToken(mid), { child_agent_id: 'leaf' }));
    expect(await verifyIdentity(leaf, { ...trust, revocations })).toMatchObject({ ok: true });
    await revocations.revoke({ agent: 'orchestrator-01' });
    expect(await verifyIdentity(leaf, { ...trust, revocations })).toMatchObject({
      ok: false,
      code: 'caller_revoked',
    });
    const others = new MemoryRevocations({ clock });
    if (mid.ok) await others.revoke({ token: mid.jti });
    expect(await verifyIdentity(leaf, { ...trust, revocations: others })).toMatchObject({ code: 'caller_revoked' });
    expect(await verifyIdentity(root, { ...trust, revocations: others })).toMatchObject({ ok: true });
    expect(await handOn(leaf, {}, { revocations: others })).toMatchObject({ ok: false, code: 'caller_revoked' });
  });
});

const NAMES = ['a', 'b', 'c', 'd'];
const names = fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 4 });
const request = fc.record(
  {
    child_agent_id: fc.constantFrom('orchestrator-01', 'worker', 'other'),
    child_roles: names,
    child_groups: names,
    actions: names,
    targets: names,
    ttl_seconds: fc.integer({ min: 1, max: 10_000 }),
    max_depth: fc.integer({ min: 0, max: 8 }),
  },
  { requiredKeys: ['child_agent_id'] },
);
/** Each request has the index of an earlier agent, which delegates. The result is a tree. */
const tree = fc.record({
  roles: names,
  groups: names,
  exp: fc.integer({ min: 1, max: 10_000 }),
  serverDepth: fc.integer({ min: 0, max: 6 }),
  requests: fc.array(fc.record({ from: fc.nat(), request, after: fc.integer({ min: 0, max: 2_000 }) }), {
    maxLength: 8,
  }),
});

describe('T13 random trees', () => {
  test('T13 no agent gains roles, groups, lifetime or depth', () => {
    let handedOn = 0;
    const law = fc.property(tree, ({ exp, groups, requests, roles, serverDepth }) => {
      const holders = [makeRoot(roles, groups, exp)];
      for (const { after, from, request: asked } of requests) {
        const parent = holders[from % holders.length] as AgentIdentity;
        const now = NOW + after * 1_000;
        const narrowed = narrow(parent, asked, serverDepth, now);
        if (!narrowed.ok) {
          // A request for rights that the parent holds must not be refused.
          const asks = [...(asked.child_roles ?? []), ...(asked.child_groups ?? [])].length;
          expect(asks > 0 || narrowed.code === 'depth_exceeded').toBe(true);
          continue;
        }
        const { child } = narrowed;
        handedOn++;
        expect(child.roles.every((role) => parent.roles.includes(role))).toBe(true);
        expect(child.groups.every((group) => parent.groups.includes(group))).toBe(true);
        expect(child.exp).toBeLessThanOrEqual(parent.exp);
        expect(child.exp).toBeLessThanOrEqual(now / 1_000 + (asked.ttl_seconds ?? Number.POSITIVE_INFINITY));
        expect(child.max_depth ?? 9).toBeLessThanOrEqual(parent.max_depth ?? 9);
        expect(parent.delegation_depth).toBeLessThan(
          Math.min(serverDepth, parent.max_depth ?? 9, asked.max_depth ?? 9),
        );
        expect(child.actions).toStrictEqual(asked.actions);
        expect(child.targets).toStrictEqual(asked.targets);
        holders.push(descend(parent, child));
      }
    });
    // All runs in the ordinary run too, because they take only seconds.
    checkLaw('delegation never adds rights', law, { runs: 100_000 * (100_000 / scaled(100_000)) });
    expect(handedOn).toBeGreaterThan(20_000);
  });

  test('T13 verified tokens hold no more than any of their ancestors', async () => {
    const seed = 20_260_101;
    process.stdout.write(`T13 real tokens: seed ${seed}\n`);
    for (const { groups, requests, roles } of fc.sample(tree, { numRuns: scaled(2_000), seed })) {
      const tokens = [await rootToken(roles, groups)];
      for (const { from, request: asked } of requests) {
        const result = await delegate(tokens[from % tokens.length] ?? '', asked, issuer, trust);
        if (!result.ok) continue;
        tokens.push(result.token);
        const verified = await verifyIdentity(result.token, trust);
        if (!verified.ok) throw new Error(verified.reason);
        const { delegation_chain: chain, exp } = verified.identity;
        for (const ancestor of chain) {
          expect(verified.identity.roles.every((role) => ancestor.roles.includes(role))).toBe(true);
          expect(verified.identity.groups.every((group) => ancestor.groups.includes(group))).toBe(true);
          expect(exp).toBeLessThanOrEqual(ancestor.exp ?? 0);
        }
      }
    }
  });
});

function makeRoot(roles: readonly string[], groups: readonly string[], seconds: number): AgentIdentity {
  const exp = NOW / 1_000 + seconds;
  return {
    agent_id: 'root',
    agent_name: '',
    roles,
    groups,
    jti: 'root-token-0000000',
    exp,
    delegation_chain: [],
    delegation_depth: 0,
    issued_at: new Date(NOW).toISOString(),
    expires_at: new Date(exp * 1_000).toISOString(),
  };
}

function descend(parent: AgentIdentity, child: Omit<AgentIdentity, 'jti' | keyof typeof PLACE>): AgentIdentity {
  const chain = [...parent.delegation_chain, { ...parent, delegated_at: parent.issued_at }];
  return {
    ...child,
    jti: null,
    delegation_chain: chain,
    delegation_depth: chain.length,
    issued_at: parent.issued_at,
    expires_at: new Date(child.exp * 1_000).toISOString(),
  };
}

const PLACE = { delegation_chain: 0, delegation_depth: 0, issued_at: 0, expires_at: 0 };
