import type { Action, Caller, JsonObject, PolicyRule, Target, Verdict } from '@agent-safe/core';
import { expectTypeOf } from 'vitest';
import { type DecideRequest, type Evaluation, type Explanation, Pdp, type PdpOptions } from '../src/index.ts';

declare const actions: readonly Action[];
declare const rules: readonly PolicyRule[];
declare const targets: readonly Target[] | undefined;
declare const caller: Caller;

const pdp = new Pdp({ actions, rules, targets, strict: true, requireVerifiedCallers: false });
expectTypeOf(Pdp).toBeConstructibleWith({ actions, rules });
expectTypeOf<(typeof Pdp)['load']>().toEqualTypeOf<(bundle: unknown) => Pdp>();
// @ts-expect-error Actions are required.
new Pdp({ rules });
// @ts-expect-error A misspelled option must not leave strict mode off.
new Pdp({ actions, rules, isStrict: true });
expectTypeOf<PdpOptions['strict']>().toEqualTypeOf<boolean | undefined>();

const request: DecideRequest = { action: 'restart-deployment', target: null, caller: 'worker', params: {}, at: 0 };
const verdict = pdp.decide(request);
expectTypeOf(verdict).toEqualTypeOf<Verdict>();
expectTypeOf(verdict.result).toEqualTypeOf<'allow' | 'deny' | 'require_approval'>();
expectTypeOf(verdict.policy_matched).toEqualTypeOf<string | null>();
pdp.decide({ action: 'restart-deployment', caller, at: Date.now() });
// @ts-expect-error The time is required: the decision point reads no clock.
pdp.decide({ action: 'restart-deployment' });
// @ts-expect-error The member is unknown.
pdp.decide({ action: 'restart-deployment', at: 0, parameters: {} });
// @ts-expect-error The time is a number of milliseconds.
pdp.decide({ action: 'restart-deployment', at: new Date() });
// @ts-expect-error The method is synchronous.
void pdp.decide(request).then;

const evaluation = pdp.evaluate(request);
expectTypeOf(evaluation).toEqualTypeOf<Evaluation>();
expectTypeOf(evaluation.params).toEqualTypeOf<JsonObject | undefined>();
expectTypeOf(pdp.explain(request)).toEqualTypeOf<Explanation>();
expectTypeOf(pdp.explain(request).rules[0]?.outcome).toEqualTypeOf<
  'fails' | 'floor' | 'decides' | 'hidden' | undefined
>();
