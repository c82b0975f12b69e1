import { arbitraries, checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pdp } from './pdp.ts';

const world = {
  actions: arbitraries.actions(),
  rules: arbitraries.rules(),
  targets: arbitraries.targets(),
  strict: fc.boolean(),
};
const runs = 100_000;

test('T07 no rule, no allow', () => {
  const property = fc.property(
    fc.record({ ...world, rules: fc.constant([]) }),
    arbitraries.request(),
    (options, request) => {
      expect(new Pdp(options).decide(request).result).toBe('deny');
    },
  );
  checkLaw('no rule, no allow', property, { runs });
});

test('T07 adding a deny of highest priority never yields an allow', () => {
  const property = fc.property(
    fc.record(world),
    arbitraries.rule(),
    arbitraries.request(),
    (options, rule, request) => {
      const before = new Pdp(options).decide(request);
      const deny = { ...rule, name: 'added', decision: 'deny' as const, priority: 1_000 };
      const after = new Pdp({ ...options, rules: [...options.rules, deny] }).decide(request);
      // Either the new rule decides for this target or for a target that may be the same, or the verdict stays the same.
      if (after.policy_matched === 'added' || after.code === 'target_ambiguous') expect(after.result).toBe('deny');
      else expect(after).toEqual(before);
    },
  );
  checkLaw('a deny on top never allows', property, { runs });
});

test('T07 an unknown target is never more permissive than a known one', () => {
  const property = fc.property(fc.record(world), arbitraries.request(), (options, request) => {
    const pdp = new Pdp(options);
    const unknown = pdp.decide({ ...request, target: 'unheard-of' });
    expect(unknown.result).toBe('deny');
    const rank = ['low', 'medium', 'high', 'critical'];
    for (const { id } of options.targets) {
      expect(rank.indexOf(unknown.effective_risk)).toBeGreaterThanOrEqual(
        rank.indexOf(pdp.decide({ ...request, target: id }).effective_risk),
      );
    }
  });
  checkLaw('unknown targets are denied', property, { runs });
});

test('T07 evaluation changes no input and depends on nothing else', () => {
  const property = fc.property(
    fc.record(world),
    arbitraries.request(),
    arbitraries.request(),
    (options, request, other) => {
      const before = structuredClone({ options, request });
      const pdp = new Pdp(freeze(structuredClone(options)));
      const first = pdp.decide(freeze(structuredClone(request)));
      pdp.decide(other);
      expect(pdp.decide(request)).toEqual(first);
      expect(new Pdp(options).decide(request)).toEqual(first);
      expect({ options, request }).toEqual(before);
    },
  );
  checkLaw('evaluation is pure', property, { runs });
});

test('strict mode allows nothing that is denied without it', () => {
  const property = fc.property(fc.record(world), arbitraries.request(), (options, request) => {
    const strict = new Pdp({ ...options, strict: true }).decide(request);
    const lenient = new Pdp({ ...options, strict: false }).decide(request);
    if (strict.code === 'rule') expect(strict).toEqual(lenient);
  });
  checkLaw('strict only refuses', property, { runs });
});

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) freeze(member);
    Object.freeze(value);
  }
  return value;
}
