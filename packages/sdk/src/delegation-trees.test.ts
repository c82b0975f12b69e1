import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import { generateKeys } from '@agent-safe/registry';
import { scaled } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withPorts } from '../test/support/ports.ts';
import { AgentSafe } from './index.ts';

const SEED = 20_260_101;
const ROLES = ['deployer', 'reader'];
const NAMES = ['root', 'worker-01', 'worker-02', 'helper'];
/** The root may give its children these names. No other agent may grant a name. */
const GRANTS = [{ parent: 'root', children: ['worker-*'] }];

const restart = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
};

interface Agent {
  readonly id: string;
  readonly token: string;
  readonly roles: readonly string[];
  readonly ancestors: readonly Agent[];
  /** Whether all its hops cover the request. */
  readonly isCovered: boolean;
}

const hop = fc.record({
  from: fc.nat(),
  id: fc.constantFrom(...NAMES),
  roles: fc.subarray(ROLES),
  actions: fc.constantFrom(undefined, ['restart-*'], ['get-*']),
});
const tree = fc.record({ roles: fc.subarray(ROLES), hops: fc.array(hop, { maxLength: 6 }), revoked: fc.nat() });

/** A plain model of the rules: the agent holds the role, or its parent may grant its name. */
function isAllowed({ ancestors, id, isCovered, roles }: Agent): boolean {
  const isNamed = id === 'worker-01' && ancestors.length === 1 && ancestors[0]?.id === 'root';
  return isCovered && (roles.includes('deployer') || isNamed);
}

test('T13 random trees: decisions match a plain model of the rules, and a revoked ancestor stops all descendants', async () => {
  const folder = makeFolder();
  const rules = [
    { name: 'role', match: { callers: { roles: ['deployer'] } }, decision: 'allow', reason: 'It is a deployer.' },
    { name: 'name', match: { callers: { agent_ids: ['worker-01'] } }, decision: 'allow', reason: 'It is worker-01.' },
  ];
  writeFileSync(join(folder, 'policies.yaml'), JSON.stringify({ rules }));
  writeFileSync(join(folder, 'keys.json'), generateKeys(), { mode: 0o600 });
  process.stdout.write(`T13 random trees: seed ${SEED}\n`);
  let allowed = 0;
  for (const [index, { hops, revoked, roles }] of fc.sample(tree, { numRuns: scaled(1_000), seed: SEED }).entries()) {
    // Each tree has its own state, because all trees use the same names.
    const options = {
      registry: actionsPath,
      policies: join(folder, 'policies.yaml'),
      inventory: inventoryPath,
      keys: join(folder, 'keys.json'),
      state: join(folder, `state-${index}.db`),
      delegation: { max_depth: 3, grants: GRANTS },
    };
    const safe = await AgentSafe.open(withPorts(options));
    const root = await safe.tokens.issue({ agent_id: 'root', roles });
    const agents: Agent[] = [{ id: 'root', token: root, roles, ancestors: [], isCovered: true }];
    for (const { actions, from, id, roles: asked } of hops) {
      const parent = agents[from % agents.length] as Agent;
      const request = { parent_token: parent.token, child_agent_id: id, child_roles: asked, actions };
      const result = await safe.tokens.delegate(request);
      const isRight = asked.every((role) => parent.roles.includes(role)) && parent.ancestors.length < 3;
      expect(result.ok).toBe(isRight);
      if (!result.ok) continue;
      agents.push({
        id,
        token: result.token,
        roles: asked,
        ancestors: [...parent.ancestors, parent],
        isCovered: parent.isCovered && actions?.[0] !== 'get-*',
      });
    }
    for (const agent of agents) {
      const decision = await safe.check({ ...restart, caller: agent.token });
      expect(decision.result === 'allow').toBe(isAllowed(agent));
      if (decision.result === 'allow') allowed++;
    }
    const victim = agents[revoked % agents.length] as Agent;
    await safe.revocations.add({ agent: victim.id });
    for (const agent of agents) {
      const isStopped = [agent, ...agent.ancestors].some(({ id }) => id === victim.id);
      const { code, result } = await safe.check({ ...restart, caller: agent.token });
      expect(code === 'caller_revoked').toBe(isStopped);
      if (isStopped) expect(result).toBe('deny');
    }
    await safe.close();
  }
  expect(allowed).toBeGreaterThan(50);
});
