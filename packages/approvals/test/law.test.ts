import { checkAsyncLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approver, ask, BASIS, chainOf, HOUR, makeSubject, makeWorld, WORKER } from './support/world.ts';

const APPROVERS = {
  alice: approver('alice'),
  'helper of alice': approver('helper', { delegation_chain: chainOf('alice') }),
  bob: approver('bob'),
  carol: approver('carol'),
  requester: approver('worker-01'),
  orchestrator: approver('orchestrator'),
  'helper of the orchestrator': approver('other', { delegation_chain: chainOf('orchestrator') }),
  reader: approver('reader', { roles: ['reader'] }),
  unproven: approver('dave', { verified: false }),
} as const;
/** The root of each approver whose approval is valid. */
const ROOTS: Readonly<Record<string, string>> = {
  alice: 'alice',
  'helper of alice': 'alice',
  bob: 'bob',
  carol: 'carol',
};

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      verb: fc.constant('approve'),
      who: fc.constantFrom(...(Object.keys(APPROVERS) as (keyof typeof APPROVERS)[])),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('deny'), who: fc.constantFrom('alice', 'reader') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      verb: fc.constant('claim'),
      digest: fc.constantFrom('digest-A', 'digest-A', 'digest-B'),
      who: fc.constantFrom('worker-01', 'worker-01', 'alice'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('ask') }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('pass'), ms: fc.constantFrom(1, HOUR / 2, HOUR, -HOUR) }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('break'), down: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('put back'), back: fc.integer({ min: 1, max: 5 }) }) },
);

/** Fields of any step, in a plain shape that prints well in a counterexample. */
interface Step {
  readonly verb: string;
  readonly who?: string;
  readonly digest?: string;
  readonly ms?: number;
  readonly down?: number;
  readonly back?: number;
}

/** Runs all steps, `atOnce` at a time, and returns the accepted approvals and claims. */
async function live(quorum: number, steps: readonly Step[], atOnce: number) {
  const { another, log, store, time } = makeWorld({ settings: { quorum } });
  const { id } = await ask(another());
  const approvals: string[] = [];
  const claims: { readonly digest: string; readonly who: string; readonly roots: number }[] = [];
  const copies = [await store.get(id)];
  const take = async ({ back = 0, digest = '', down, ms = 0, verb, who = '' }: Step) => {
    const service = another();
    if (verb === 'approve') {
      const answer = await service.approve(id, APPROVERS[who as keyof typeof APPROVERS], 'Yes.');
      if (answer.ok) approvals.push(who);
    } else if (verb === 'deny') await service.deny(id, APPROVERS[who as keyof typeof APPROVERS], 'No.');
    else if (verb === 'ask') await service.request(makeSubject());
    else if (verb === 'pass') time.now += ms;
    else if (verb === 'break') log.isDown = down === 1;
    else if (verb === 'put back') {
      const copy = copies.at(-back);
      const current = await store.get(id);
      if (copy !== undefined && current !== undefined) await store.resolve(id, copy, current.version);
    } else {
      const answer = await service.claim(id, {
        agent_id: who,
        verified: true,
        chain: ['orchestrator'],
        digest,
        ...BASIS,
        audit_id: 'evt',
      });
      const roots = new Set(approvals.map((name) => ROOTS[name]));
      if (answer.ok) claims.push({ digest, who, roots: roots.size });
    }
    copies.push(await store.get(id));
  };
  for (let start = 0; start < steps.length; start += atOnce) {
    await Promise.all(steps.slice(start, start + atOnce).map(take));
  }
  return { approvals, claims };
}

test('T25 law: no sequence of steps yields two tickets, or a ticket without a quorum of allowed approvers', async () => {
  const seen = { claims: 0 };
  const law = fc.asyncProperty(
    fc.integer({ min: 1, max: 3 }),
    fc.array(step, { minLength: 1, maxLength: 25 }),
    fc.constantFrom(1, 1, 4),
    async (quorum, steps, atOnce) => {
      const { approvals, claims } = await live(quorum, steps, atOnce);
      expect(approvals.filter((who) => ROOTS[who] === undefined)).toEqual([]);
      expect(claims.length).toBeLessThanOrEqual(1);
      seen.claims += claims.length;
      for (const { digest, roots, who } of claims) {
        expect([digest, who]).toEqual(['digest-A', WORKER.agent_id]);
        expect(roots).toBeGreaterThanOrEqual(quorum);
      }
    },
  );
  await checkAsyncLaw('approvals and tickets', law, { runs: 5_000 });
  // The law proves nothing if no claim succeeds.
  expect(seen.claims).toBeGreaterThan(20);
});
