import { ATTRIBUTES, type Attribute, type PlainRequest, type PlainRule, plainRules } from '../decide/plain.ts';
import type { World } from '../decide/world.ts';

/** Short keys, because OPA serializes and parses the whole input as JSON for each request. */
const KEYS: Readonly<Record<Attribute, string>> = {
  action: 'a',
  environment: 'e',
  type: 't',
  sensitivity: 's',
  team: 'l',
  tier: 'i',
  agent: 'c',
  groups: 'g',
  roles: 'r',
};

/** Returns only the attributes that rules use. Groups and roles are object keys, so that OPA finds one without iteration. */
export function toInput(request: PlainRequest): Readonly<Record<string, unknown>> {
  const entries = ATTRIBUTES.map((attribute) => {
    const values = request[attribute];
    const value = isMany(attribute) ? Object.fromEntries(values.map((name) => [name, true])) : values[0];
    return [KEYS[attribute], value] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The form of the rules in Rego. `in-order`: one `else` chain in the given order, which ends at the first match. `by-action`: one
 * chain per action, sorted by hand, which OPA finds by the action's name.
 */
export type Form = 'in-order' | 'by-action';

export function toRego(world: Pick<World, 'actions' | 'rules'>, form: Form): string {
  const rules = plainRules(world);
  if (form === 'in-order') {
    const links = rules.map(({ allows, ...rule }) => `:= ${allows} if { ${toBody(rule, true)} } # ${rule.name}\n`);
    return `package bench\n\ndefault allow := false\n\nallow ${links.join('else ')}`;
  }
  const chains = world.actions.map(({ name }) => {
    const own = rules.filter(({ conditions }) => conditions.action?.includes(name) ?? true);
    const links = own.map(({ allows, ...rule }) => `:= ${allows} if { ${toBody(rule, false)} } # ${rule.name}\n`);
    return links.length === 0 ? '' : `actions[${JSON.stringify(name)}] ${links.join('else ')}`;
  });
  return `package bench\n\ndefault allow := false\n\nallow if actions[input.a]\n\n${chains.join('\n')}`;
}

function toBody({ conditions, most }: Pick<PlainRule, 'conditions' | 'most'>, withAction: boolean): string {
  const parts = ATTRIBUTES.flatMap((attribute) => {
    const values = conditions[attribute];
    return values === undefined || (attribute === 'action' && !withAction) ? [] : [toCondition(attribute, values)];
  });
  if (most !== undefined) parts.push(`input.n <= ${most}`);
  return parts.length === 0 ? 'true' : parts.join('; ');
}

function toCondition(attribute: Attribute, values: readonly string[]): string {
  const reference = `input.${KEYS[attribute]}`;
  const [first, ...others] = values.map((value) => JSON.stringify(value));
  const isSingle = others.length === 0;
  if (isMany(attribute))
    return isSingle ? `${reference}[${first}]` : `some x in [${[first, ...others].join(', ')}]; ${reference}[x]`;
  return isSingle
    ? `${reference} == ${first}`
    : `{${[first, ...others].map((value) => `${value}: true`).join(', ')}}[${reference}]`;
}

function isMany(attribute: Attribute): boolean {
  return attribute === 'groups' || attribute === 'roles';
}
