import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceRandom } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { complete, EVALUATION, shareServing } from './support/serving.ts';

const random = announceRandom('authzen searches');
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const [ROLES, GROUPS, LABELS] = [
  ['r1', 'r2'],
  ['g1', 'g2'],
  ['x', 'y'],
];
const ACTIONS = ['read', 'write', 'purge'];

/** A list without one of its values, or undefined. */
function some(values: readonly string[]): readonly string[] | undefined {
  return random.next() < 0.5 ? undefined : values.filter(() => random.next() < 0.6);
}

/** Writes a project with random subjects, targets and rules. */
function writeWorld(folder: string): void {
  const json = (file: string, value: object) => writeFileSync(join(folder, file), JSON.stringify(value));
  mkdirSync(join(folder, 'actions'));
  for (const [index, name] of ACTIONS.entries()) {
    const parameters = name === 'purge' ? [{ name: 'hard', type: 'boolean', required: random.next() < 0.5 }] : [];
    const risk_class = ['low', 'medium', 'high'][index];
    json(`actions/${name}.yaml`, {
      name,
      version: '1.0.0',
      description: name,
      risk_class,
      target_types: ['doc'],
      parameters,
    });
  }
  const subjects = IDS.map((id) => ({ id, type: 'user', roles: some(ROLES) ?? [], groups: some(GROUPS) ?? [] }));
  json('subjects.yaml', { subjects: [...subjects, { id: 'a', type: 'other', roles: ROLES }] });
  const targets = IDS.map((id) => ({
    id: `doc:${id}`,
    type: 'doc',
    environment: 'prod',
    sensitivity: random.pick(['public', 'restricted']),
    labels: { kind: random.pick(LABELS) },
    ...(random.next() < 0.5 ? { owner: random.pick(GROUPS) } : {}),
  }));
  json('inventory.yaml', { targets });
  const rules = Array.from({ length: 12 }, (_, index) => {
    const [kind, roles, groups] = [some(LABELS), some(ROLES), some(GROUPS)];
    const match = {
      ...(random.next() < 0.7 ? { actions: [random.pick(ACTIONS)] } : {}),
      targets: {
        ...(kind === undefined ? {} : { labels: { kind } }),
        ...(random.next() < 0.3 ? { owner_in_caller_groups: true } : {}),
      },
      callers: { ...(roles === undefined ? {} : { roles }), ...(groups === undefined ? {} : { groups }) },
    };
    const decision = random.pick(['allow', 'allow', 'deny', 'require_approval']);
    return { name: `rule-${index}`, priority: random.below(3) * 10, match, decision, reason: 'A random rule.' };
  });
  json('policies.yaml', { rules });
  complete(
    folder,
    `registry: ./actions
inventory: ./inventory.yaml
policies: ./policies.yaml
subjects: ./subjects.yaml
authzen: { types: { user: { subject: true }, doc: { resource: true } } }
`,
  );
}

const worlds = Array.from({ length: process.env.AGENT_SAFE_NIGHTLY === '1' ? 20 : 3 }, () => shareServing(writeWorld));

/** Properties that replace those of the files, or undefined. */
function properties(values: Readonly<Record<string, readonly string[]>>): object | undefined {
  if (random.next() < 0.6) return undefined;
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, random.pick(all)]));
}

test.each(worlds)('a search finds exactly the entities whose evaluation is true (world %#)', async (world) => {
  const { post } = world();
  const decide = async (subject: object, action: object, resource: object) =>
    (await post(EVALUATION, { subject, action, resource })).body.decision as boolean;
  const filter = async <Entity>(all: readonly Entity[], isAllowed: (entity: Entity) => Promise<boolean>) => {
    const decisions = await Promise.all(all.map(isAllowed));
    return all.filter((_, index) => decisions[index]);
  };
  const find = async (kind: string, body: object) => (await post(`/access/v1/search/${kind}`, body)).body.results;
  const users = IDS.map((id) => ({ type: 'user', id }));
  const docs = IDS.map((id) => ({ type: 'doc', id }));
  for (let round = 0; round < 6; round += 1) {
    const subject = { ...random.pick(users), properties: properties({ role: ROLES, group: GROUPS }) };
    const resource = {
      ...random.pick([...docs, { type: 'doc', id: 'new' }]),
      properties: properties({ kind: LABELS, owner: GROUPS }),
    };
    const action = { name: random.pick(ACTIONS), properties: random.next() < 0.5 ? { hard: true } : undefined };
    expect(await find('subject', { subject: { type: 'user' }, action, resource })).toEqual(
      await filter(users, (each) => decide(each, action, resource)),
    );
    expect(await find('resource', { subject, action, resource: { type: 'doc' } })).toEqual(
      await filter(docs, (each) => decide(subject, action, each)),
    );
    expect(await find('action', { subject, resource })).toEqual(
      await filter(
        ACTIONS.map((name) => ({ name })),
        (each) => decide(subject, each, resource),
      ),
    );
  }
});
