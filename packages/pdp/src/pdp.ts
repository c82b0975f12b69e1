import {
  compileChangeTicketPattern,
  type DecisionCode,
  deepFreeze,
  isDeepFrozen,
  needsTarget,
  PatternError,
  quote,
  type Refused,
  riskOf,
  suggest,
  type Target,
  type Verdict,
} from '@agent-safe/core';
import { readBundle } from './bundle/read-bundle.ts';
import { AlternativeFinder } from './compile/alternative-targets.ts';
import { checkBindings } from './compile/bindings.ts';
import { CompiledAction, NO_ALTERNATIVES, type Pair } from './compile/compiled-action.ts';
import { copyRequest, type DecideRequest, type RequestCopy } from './compile/request.ts';
import { RuleIndex } from './compile/rule-index.ts';
import { makeScratch, type Scratch } from './compile/scratch.ts';
import { type AlternativeView, findStricter, refuseAmbiguous } from './compile/stricter-targets.ts';
import { type Explanation, explainEvaluation } from './explain/explain.ts';
import { checkDelegation } from './match/delegation-scope.ts';
import type { Evaluation } from './match/evaluation.ts';
import { type PreparedRule, prepareRules } from './match/match.ts';
import { endOf, raiseToFloors } from './match/rule-outcome.ts';
import { checkRules } from './match/time-condition.ts';
import { VerifiedChain } from './match/verified-chain.ts';
import type { PdpOptions, Resolution } from './pdp-options.ts';

export type { PdpOptions, Resolution };

/** An unknown action counts as critical. The sensitivity of its target counts. */
const UNKNOWN_ACTION = { risk_class: 'critical', target_types: [''] } as const;

/** Most cached pairs of action and target. Above this, the cache is cleared. */
const MOST_PAIRS = 100_000;

/**
 * The policy decision point. It maps a request to a verdict, by actions, rules and targets. It is pure and synchronous: it reads no
 * clock, file or network, keeps no state between requests, and changes no input.
 *
 * @example
 * declare const project: Pick<PdpOptions, 'actions' | 'rules' | 'targets'>;
 * const pdp = new Pdp({ ...project, strict: true });
 * pdp.decide({ action: 'restart-deployment', target: 'dev/app', params: { namespace: 'dev' }, at: Date.now() }).result;
 */
export class Pdp {
  readonly #actions: ReadonlyMap<string, CompiledAction>;
  readonly #prepared: readonly PreparedRule[];
  readonly #rules: RuleIndex;
  #generation = 0;
  #pairCount = 0;
  readonly #targets: ReadonlyMap<string, Target> | undefined;
  readonly #alternativeView: AlternativeView;
  readonly #strict: boolean;
  readonly #requireVerifiedCallers: boolean;
  readonly #names: VerifiedChain;
  readonly #ticketPattern: string | undefined;
  readonly #mask: PdpOptions['mask'];
  readonly #readChangeTicket: (id: string | null | undefined) => string | undefined;
  #scratch: Scratch | undefined;

  /**
   * Creates a decision point from a bundle of "agent-safe bundle": the text or bytes of the file, or the parsed document. It decides as
   * the command line does with the files of the bundle.
   *
   * @throws AgentSafeError ERR_BUNDLE_INVALID if the bundle was changed or is malformed
   * @example
   * import { readFileSync } from 'node:fs';
   * const pdp = Pdp.load(readFileSync('bundle.json'));
   */
  static load(bundle: unknown): Pdp {
    const document = readBundle(bundle);
    return new Pdp({
      actions: document.actions,
      rules: document.rules,
      targets: document.targets ?? undefined,
      areChecked: true,
      strict: document.strict,
      requireVerifiedCallers: document.require_verified_callers,
      verifiesCallers: document.verifies_callers,
      delegation: document.delegation,
      ticketPattern: document.ticket_pattern ?? undefined,
    });
  }

  /**
   * @throws PatternError if an action has an invalid pattern. Actions from the registry have none
   * @throws AgentSafeError ERR_POLICY_INVALID if a rule has an invalid time, guardrail or approval. Rules from the registry have none
   */
  constructor(options: PdpOptions) {
    this.#actions = new Map(options.actions.map((action) => [action.name, new CompiledAction(action)]));
    if (options.areChecked !== true) {
      for (const { reader } of this.#actions.values()) void reader;
      checkRules(options.rules);
    }
    this.#prepared = prepareRules(options.rules);
    this.#rules = new RuleIndex(this.#prepared, options.mask);
    this.#targets =
      options.targets === undefined ? undefined : new Map(options.targets.map((target) => [target.id, target]));
    this.#strict = options.strict ?? false;
    this.#requireVerifiedCallers = options.requireVerifiedCallers ?? false;
    this.#names = new VerifiedChain(options);
    const alternatives = new AlternativeFinder([...(this.#targets?.values() ?? [])], (compiled, id) =>
      this.#pair(compiled, id),
    );
    this.#alternativeView = { index: this.#rules, names: this.#names, alternatives };
    this.#ticketPattern = options.ticketPattern;
    this.#mask = options.mask;
    this.#readChangeTicket = compileChangeTicketPattern(options.ticketPattern);
  }

  /** Returns the verdict. */
  decide(request: DecideRequest): Verdict {
    const scratch = this.#takeScratch();
    const verdict = this.#decide(request, scratch);
    this.#scratch = scratch;
    return verdict;
  }

  /** Returns the verdict, and the documents that it is based on. */
  evaluate(request: DecideRequest): Evaluation {
    const scratch = this.#takeScratch();
    // The evaluation holds the values that decided.
    const verdict = this.#decide(copyRequest(request) ?? request, scratch);
    const { areParamsValid, asked, decider, floors, isIdentified, slots } = scratch;
    const { action, target } = this.resolve(asked.action, asked.target, asked.described);
    const params = areParamsValid ? this.#actions.get(asked.action)?.reader.toObject(slots) : undefined;
    const caller = isIdentified ? asked.toCaller() : undefined;
    // A request that is refused after the rules has a decider too, and grants nothing.
    const validUntil = verdict.result === 'deny' ? undefined : endOf({ decider, floors }, asked.at);
    this.#scratch = scratch;
    return { verdict, action, target, caller, params, validUntil };
  }

  /**
   * Explains a verdict: every rule in evaluation order with its conditions, the hidden rules, and the smallest changes of the request
   * that would give another answer. An explanation reveals policies. Show it to people who may read them, not to the governed agents.
   */
  explain(request: DecideRequest): Explanation {
    const plain = copyRequest(request);
    const described = plain?.described_target;
    const view = {
      ...this.#alternativeView,
      rules: this.#prepared,
      actions: this.#actions,
      targets: this.#targets,
      requireVerifiedCallers: this.#requireVerifiedCallers,
      ticketPattern: this.#ticketPattern,
      mask: this.#mask,
      pair: (compiled: CompiledAction, target: string | undefined) =>
        target !== undefined && target === described?.id
          ? this.#describedPair(compiled, described)
          : this.#pair(compiled, target),
    };
    const hasChangeTicket = this.#readChangeTicket(plain?.ticket_id) !== undefined;
    return explainEvaluation(view, plain, this.evaluate(plain ?? request), hasChangeTicket);
  }

  /**
   * Returns the documents that the names of a request refer to, and the risk.
   *
   * @param described takes the place of the target in the inventory
   */
  resolve(action: string, target: string | null | undefined, described?: Target): Resolution {
    const known = this.#actions.get(action)?.action;
    const isTargetless = known !== undefined && !needsTarget(known);
    const found = isTargetless ? undefined : (described ?? this.#targets?.get(target ?? ''));
    const asked = known ?? UNKNOWN_ACTION;
    return { action: known, target: found, risk_class: asked.risk_class, effective_risk: riskOf(asked, found) };
  }

  #decide(request: DecideRequest, scratch: Scratch): Verdict {
    try {
      return this.#decideInOrder(request, scratch);
    } catch (error) {
      // An invalid pattern is not the fault of the request. Any other error comes from reading the request, such as a getter.
      if (error instanceof PatternError) throw error;
      scratch.areParamsValid = false;
      scratch.isIdentified = false;
      scratch.asked.clear();
      return this.#refuse(scratch.asked, {
        ok: false,
        code: 'request_invalid',
        reason: 'The request cannot be read: reading a property threw an error. Pass plain data.',
      });
    }
  }

  /** Checks a request, in the documented order. */
  #decideInOrder(request: DecideRequest, scratch: Scratch): Verdict {
    const { asked } = scratch;
    const checked = asked.read(request);
    if (!checked.ok) return this.#refuse(asked, checked);
    const identified = asked.identify(this.#requireVerifiedCallers);
    if (!identified.ok) return this.#refuse(asked, identified);
    const { caller } = identified;
    scratch.isIdentified = true;

    const compiled = this.#actions.get(asked.action);
    if (compiled === undefined) return this.#refuse(asked, this.#describeUnknownAction(asked.action));
    const read = compiled.reader.read(asked.params, scratch.slots);
    if (!read.ok) {
      const what = read.code === 'params_too_large' ? 'too large' : 'not valid';
      const reason = `The parameters of ${asked.action} are ${what}: ${read.reason}`;
      return this.#refuse(asked, { ...read, reason });
    }
    scratch.areParamsValid = true;

    const pair =
      asked.described === undefined || !compiled.needsTarget
        ? this.#pair(compiled, asked.target)
        : this.#describedPair(compiled, asked.described);
    if (!pair.ok) return this.#refuse(asked, pair);
    if (!pair.check.ok) return this.#refuse(asked, pair.check);
    if (pair.target !== undefined) {
      const matched = checkBindings(pair.bound, pair.target, scratch.slots);
      if (!matched.ok) return this.#refuse(asked, matched);
    }

    const { at } = asked;
    const covered = checkDelegation(caller, this.#names.maxDepth, compiled.action.name, pair.target?.id, at);
    if (!covered.ok) return this.#refuse(asked, covered);

    const hasChangeTicket = this.#readChangeTicket(asked.ticket_id) !== undefined;
    const { floors } = scratch;
    const proven = this.#names.count(caller);
    const rule = this.#rules.first(pair.rules, caller, proven, hasChangeTicket, at, scratch.slots, floors);
    if (rule !== undefined && rule.decision !== 'deny' && pair.alternatives !== NO_ALTERNATIVES) {
      const alternatives = this.#alternativeView.alternatives.find(compiled, pair, scratch.slots);
      const outcome = { decider: rule, floors };
      const answered = { at, caller, hasChangeTicket, slots: scratch.slots, outcome };
      const stricter = findStricter(this.#alternativeView, compiled, pair, alternatives, answered);
      if (stricter !== undefined) return this.#refuse(asked, refuseAmbiguous(pair, stricter));
    }
    const verdict: Verdict = {
      result: rule?.decision ?? 'deny',
      code: rule === undefined ? 'default_deny' : 'rule',
      reason: rule?.reason ?? 'No rule matches this request, so it is denied by default. Add a rule that allows it.',
      policy_matched: rule?.name ?? null,
      risk_class: compiled.action.risk_class,
      effective_risk: pair.effectiveRisk,
    };
    scratch.decider = rule;
    return rule === undefined || floors.length === 0 ? verdict : raiseToFloors(verdict, { decider: rule, floors });
  }

  #refuse(asked: RequestCopy, { code, reason }: Refused<DecisionCode>): Verdict {
    const { effective_risk, risk_class } = this.resolve(asked.action, asked.target, asked.described);
    return { result: 'deny', code, reason, policy_matched: null, risk_class, effective_risk };
  }

  #describeUnknownAction(name: string): Refused<DecisionCode> {
    const hint = suggest(name, this.#actions.keys(), 'To list all actions, run: agent-safe list-actions');
    return { ok: false, code: 'action_unknown', reason: `The registry has no action ${quote(name)}. ${hint}` };
  }

  /** Returns the pair of an action and the requested target, or a refusal. */
  #pair(compiled: CompiledAction, id: string | undefined): Pair | Refused<DecisionCode> {
    if (this.#generation !== this.#rules.generation) this.#forgetPairs();
    const { name } = compiled.action;
    if (!compiled.needsTarget && id !== undefined) return refuseTarget(name, id);
    const isTargetless = id === undefined || this.#targets === undefined;
    if (isTargetless && this.#strict && compiled.needsTarget) {
      const reason =
        id === undefined
          ? 'The request names no target, but strict mode requires one. Add a target to the request.'
          : 'The project has no inventory, but strict mode requires one. Add an inventory with the target.';
      return { ok: false, code: 'target_required', reason };
    }
    const key = isTargetless ? undefined : id;
    const known = compiled.pairs.get(key);
    if (known !== undefined) return known;
    const target = key === undefined ? undefined : this.#targets?.get(key);
    if (key !== undefined && target === undefined) return this.#describeUnknownTarget(key);
    const pair = this.#compilePair(compiled, target);
    if (++this.#pairCount > MOST_PAIRS) this.#forgetPairs();
    compiled.pairs.set(key, pair);
    return pair;
  }

  /** A calling program that describes the same target again may give the same frozen object. */
  #describedPair(compiled: CompiledAction, target: Target): Pair {
    if (this.#generation !== this.#rules.generation) this.#forgetPairs();
    const known = compiled.described.get(target);
    if (known !== undefined) return known;
    if (!isDeepFrozen(target)) return this.#compilePair(compiled, deepFreeze(structuredClone(target)), true);
    const pair = this.#compilePair(compiled, target, true);
    compiled.described.set(target, pair);
    return pair;
  }

  #compilePair(compiled: CompiledAction, target: Target | undefined, isDescribed = false): Pair {
    const { action } = compiled;
    return compiled.pair(target, { strict: this.#strict, isDescribed }, (risk) =>
      this.#rules.select({ action: action.name, definition: action, target, effectiveRisk: risk }),
    );
  }

  #describeUnknownTarget(id: string): Refused<DecisionCode> {
    const hint = suggest(id, this.#targets?.keys() ?? [], 'Add it to the inventory, or name another target.');
    return { ok: false, code: 'target_unknown', reason: `The inventory has no target ${quote(id)}. ${hint}` };
  }

  #forgetPairs(): void {
    for (const compiled of this.#actions.values()) {
      compiled.pairs.clear();
      compiled.described = new WeakMap();
    }
    this.#generation = this.#rules.generation;
    this.#pairCount = 0;
  }

  /** Takes the buffers, because a getter in the parameters may call this decision point again. */
  #takeScratch(): Scratch {
    const scratch = this.#scratch ?? makeScratch();
    this.#scratch = undefined;
    if (scratch.floors.length > 0) scratch.floors = [];
    scratch.decider = undefined;
    scratch.isIdentified = false;
    scratch.areParamsValid = false;
    return scratch;
  }
}

function refuseTarget(action: string, target: string): Refused<'target_unexpected'> {
  const reason = `${action} is an action without a target, but the request names the target ${quote(target)}. Remove the target from the request.`;
  return { ok: false, code: 'target_unexpected', reason };
}
