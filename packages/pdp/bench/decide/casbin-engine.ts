import { newEnforcer, newModel } from 'casbin';
import type { Engine } from './engine.ts';
import { ATTRIBUTES, type PlainRule, plainRequest, plainRules } from './plain.ts';

/**
 * Rules are rows of strings. The policy effect "priority" stops at the first matching row, which "deny overrides" cannot. The
 * request is one object, because casbin copies each request field for each row.
 */
const MODEL = `
[request_definition]
r = ask
[policy_definition]
p = ${ATTRIBUTES.join(', ')}, eft
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = ${ATTRIBUTES.map((attribute) => `admits(p.${attribute}, r.ask.${attribute})`).join(' && ')}
`;

export const casbinEngine: Engine = {
  name: 'casbin',
  mostRules: 10_000,
  async load(world) {
    const enforcer = await newEnforcer(newModel(MODEL));
    enforcer.enableLog(false);
    await enforcer.addFunction('admits', (wanted: string, values: readonly string[]) => {
      return wanted === '' || values.some((value) => wanted.includes(value));
    });
    await enforcer.addPolicies(plainRules(world).map(toRow));
    const asks = world.requests.map((request) => {
      const entries = Object.entries(plainRequest(request));
      return Object.fromEntries(entries.map(([name, values]) => [name, values.map(delimit)]));
    });
    return (place) => enforcer.enforceSync(asks[place]);
  },
};

function toRow({ allows, conditions }: PlainRule): string[] {
  const columns = ATTRIBUTES.map((attribute) => conditions[attribute]?.map(delimit).join('') ?? '');
  return [...columns, allows ? 'allow' : 'deny'];
}

/** Adds delimiters, so that no value is found inside another one. */
function delimit(value: string): string {
  return `,${value},`;
}
