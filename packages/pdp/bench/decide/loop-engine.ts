import { ParameterReader, type ParameterSlots, type Verdict } from '@agent-safe/core';
import { checkBindings } from '../../src/compile/bindings.ts';
import { CompiledAction } from '../../src/compile/compiled-action.ts';
import { RuleIndex } from '../../src/compile/rule-index.ts';
import type { DecideRequest } from '../../src/index.ts';
import { prepareRules } from '../../src/match/match.ts';
import type { Engine } from './engine.ts';
import { firstRule } from './first-rule.ts';

/**
 * The reference: the same checks of parameters and target as in Pdp, then a loop over the rules until one matches. All other
 * engines must return the same answers.
 */
export const loopEngine: Engine = {
  name: 'plain loop',
  mostRules: Number.POSITIVE_INFINITY,
  load({ actions, requests, rules, targets }) {
    const noRules = new RuleIndex([]).select({ action: '', target: undefined, effectiveRisk: 'low' });
    const byName = new Map(
      actions.map((action) => {
        const compiled = new CompiledAction(action);
        const pairs = new Map(
          targets.map((target) => [
            target.id,
            compiled.pair(target, { strict: true, isDescribed: false }, () => noRules),
          ]),
        );
        return [action.name, { action, pairs, reader: new ParameterReader(action) }];
      }),
    );
    const prepared = prepareRules(rules);
    const asked = requests.map(({ request }) => request);
    const slots: ParameterSlots = [];

    const decide = (request: DecideRequest): Verdict => {
      const known = byName.get(request.action);
      const pair = known?.pairs.get(request.target ?? '');
      if (known === undefined || pair?.target === undefined)
        throw new Error('The request names an unknown action or target.');
      const read = known.reader.read(request.params, slots);
      if (!read.ok) throw new Error(`${request.action}: ${read.reason}`);
      const checked = pair.check.ok ? checkBindings(pair.bound, pair.target, slots) : pair.check;
      if (!checked.ok) throw new Error(checked.reason);
      const risks = { risk_class: known.action.risk_class, effective_risk: pair.effectiveRisk };
      const rule = firstRule(prepared, request, known.action, pair.target);
      return rule === undefined
        ? {
            result: 'deny',
            code: 'default_deny',
            reason: 'No rule matches this request.',
            policy_matched: null,
            ...risks,
          }
        : { result: rule.decision, code: 'rule', reason: rule.reason, policy_matched: rule.name, ...risks };
    };
    return (place) => decide(asked[place] as DecideRequest).result === 'allow';
  },
};
