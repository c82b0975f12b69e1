import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson, plain } from '@agent-safe/core';
import { readBundle } from '@agent-safe/pdp';
import { loadProject, makeBundle, type PolicySet, readPolicyTests } from '@agent-safe/registry';
import { expect, test } from 'vitest';
import { runPolicyTests } from '../../src/index.ts';

const worlds = fileURLToPath(new URL('worlds', import.meta.url));

/** Returns the same documents after a round trip through a bundle. */
function throughBundle(policySet: PolicySet): PolicySet {
  const settings = { strict: false, requireVerifiedCallers: false, ticketPattern: undefined };
  const { actions, policy_digest, rules, targets } = readBundle(
    canonicalJson(plain(makeBundle(policySet, settings, 1))),
  );
  return { actions, rules, targets: targets ?? undefined, digest: policy_digest };
}

const cases = readdirSync(worlds).flatMap((name) => [
  [name, 'its files', (policySet: PolicySet) => policySet] as const,
  [name, 'a bundle', throughBundle] as const,
]);

test.each(cases)('%s gets the decisions of agent-safe 0.11.0, with %s', (name, _, prepare) => {
  const at = (path: string) => `${worlds}/${name}/${path}`;
  const project = { registry: at('actions'), policies: at('policies'), inventory: at('inventory.yaml') };
  const policySet = prepare(loadProject(project));
  const { cases, diagnostics } = readPolicyTests(at('tests'));
  expect(diagnostics).toEqual([]);
  const results = runPolicyTests(policySet, cases, { now: 0 });
  expect(results).toHaveLength(150);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
  // The world is useful only if several rules decide, and sometimes none.
  expect(new Set(results.map(({ actual }) => actual.rule)).size).toBeGreaterThan(6);
});
