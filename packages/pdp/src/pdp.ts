import {
  type Action,
  type Caller,
  compileParameterCheck,
  type DecisionCode,
  effectiveRisk,
  type JsonObject,
  nearestSlip,
  type ParameterCheck,
  type PolicyRule,
  quote,
  type RiskClass,
  type Target,
  type Verdict,
} from '@agent-safe/core';
import { checkBindings, type PreparedTarget, prepareTarget } from './bindings.ts';
import type { Facts } from './facts.ts';
import { prepareRules } from './match.ts';
import { RuleIndex } from './rule-index.ts';

/** What decides. */
export interface PdpOptions {
  readonly actions: readonly Action[];
  /** In the order of their files: it decides between equal priorities. */
  readonly rules: readonly PolicyRule[];
  /** Undefined says that no inventory is configured, and then every request counts as one without a target. */
  readonly targets?: readonly Target[] | undefined;
  /** A target must be named, of a type that the action is made for, and bind all that the action touches. */
  readonly strict?: boolean;
}

/** A request with its caller identified and its time read. */
export interface DecideRequest {
  readonly action: string;
  readonly target?: string | undefined;
  readonly caller?: Caller | undefined;
  /** Untrusted. Undefined and null count as `{}`. */
  readonly params?: unknown;
  /** The id of a change ticket, where one was given that counts. */
  readonly ticket_id?: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A verdict, and what it was about. */
export interface Evaluation {
  readonly verdict: Verdict;
  /** The definition of the action, where the registry has it. */
  readonly action: Action | undefined;
  /** The inventory's entry, where it has one. */
  readonly target: Target | undefined;
  /** The parameters with defaults applied; undefined where they are not valid. */
  readonly params: JsonObject | undefined;
}

/** What the names of a request stand for. */
export interface Resolution {
  readonly action: Action | undefined;
  readonly target: Target | undefined;
  readonly risk_class: RiskClass;
  readonly effective_risk: RiskClass;
}

/**
 * The policy decision point: from a request to a verdict, by the actions, rules and targets it was made with. Pure and
 * synchronous: it reads no clock, file or network, keeps nothing from one request to the next, and changes no input.
 *
 * @example
 * const pdp = new Pdp({ actions, rules, targets, strict: true });
 * pdp.decide({ action: 'restart-deployment', target: 'dev/app', params: { namespace: 'dev' }, at: Date.now() }).result;
 */
export class Pdp {
  readonly #actions: ReadonlyMap<
    string,
    { readonly action: Action; readonly checkParams: (params: unknown) => ParameterCheck }
  >;
  readonly #rules: RuleIndex;
  readonly #targets: ReadonlyMap<string, PreparedTarget> | undefined;
  readonly #strict: boolean;

  /** @throws PatternError if an action holds a pattern that is refused; what the registry loads holds none */
  constructor(options: PdpOptions) {
    this.#actions = new Map(
      options.actions.map((action) => [action.name, { action, checkParams: compileParameterCheck(action) }]),
    );
    this.#rules = new RuleIndex(prepareRules(options.rules));
    this.#targets =
      options.targets === undefined
        ? undefined
        : new Map(options.targets.map((target) => [target.id, prepareTarget(target)]));
    this.#strict = options.strict ?? false;
  }

  /** The verdict alone. */
  decide(request: DecideRequest): Verdict {
    return this.evaluate(request).verdict;
  }

  /** What the names of a request stand for, and how risky it is, whatever the answer will be. */
  resolve(action: string, target: string | undefined): Resolution {
    const known = this.#actions.get(action)?.action;
    const found = target === undefined ? undefined : this.#targets?.get(target)?.target;
    const risk_class = known?.risk_class ?? 'critical';
    return { action: known, target: found, risk_class, effective_risk: effectiveRisk(risk_class, found?.sensitivity) };
  }

  /** The verdict with the documents it rests on. Reads as the order in which a request is judged. */
  evaluate(request: DecideRequest): Evaluation {
    const known = this.#actions.get(request.action);
    const { target, ...resolved } = this.resolve(request.action, request.target);
    const risks = { risk_class: resolved.risk_class, effective_risk: resolved.effective_risk };
    const evaluation = (verdict: Omit<Verdict, keyof typeof risks>, params?: JsonObject): Evaluation => ({
      verdict: { ...verdict, ...risks },
      action: known?.action,
      target,
      params,
    });
    const refuse = (code: DecisionCode, reason: string, params?: JsonObject): Evaluation =>
      evaluation({ result: 'deny', code, reason, policy_matched: null }, params);

    if (known === undefined) return refuse('action_unknown', this.#describeUnknownAction(request.action));
    const checked = known.checkParams(request.params);
    if (!checked.ok)
      return refuse('params_invalid', `The parameters of ${request.action} are not valid: ${checked.errors.join(' ')}`);
    const refusal = this.#checkTarget(known.action, request.target, checked.params);
    if (refusal !== undefined) return refuse(refusal.code, refusal.reason, checked.params);

    const facts: Facts = {
      action: request.action,
      target,
      caller: request.caller,
      effectiveRisk: risks.effective_risk,
      hasTicket: request.ticket_id !== undefined && request.ticket_id !== '',
      at: request.at,
    };
    const rule = this.#rules.find(facts);
    if (rule !== undefined) {
      const { decision, name, reason } = rule;
      return evaluation({ result: decision, code: 'rule', reason, policy_matched: name }, checked.params);
    }
    return refuse('default_deny', 'No rule matches this request, and what no rule allows is denied.', checked.params);
  }

  #describeUnknownAction(name: string): string {
    const meant = nearestSlip(name, this.#actions.keys());
    const hint = meant === undefined ? 'See "agent-safe list-actions".' : `Did you mean ${quote(meant)}?`;
    return `There is no action ${quote(name)} in the registry. ${hint}`;
  }

  #checkTarget(
    action: Action,
    id: string | undefined,
    params: JsonObject,
  ): { readonly code: DecisionCode; readonly reason: string } | undefined {
    if (this.#targets === undefined || id === undefined) {
      if (!this.#strict) return undefined;
      const missing = id === undefined ? 'The request names no target' : 'There is no inventory to find the target in';
      return { code: 'target_required', reason: `${missing}, and strict mode needs one.` };
    }
    const prepared = this.#targets.get(id);
    if (prepared === undefined) {
      const meant = nearestSlip(id, this.#targets.keys());
      const hint = meant === undefined ? 'Add it, or name one that it has.' : `Did you mean ${quote(meant)}?`;
      return { code: 'target_unknown', reason: `There is no target ${quote(id)} in the inventory. ${hint}` };
    }
    const { target } = prepared;
    if (this.#strict && !action.target_types.includes(target.type)) {
      const types = action.target_types.join(' or ');
      const reason = `${action.name} is made for ${types}, but ${quote(target.id)} is a ${target.type}.`;
      return { code: 'target_type_mismatch', reason };
    }
    const mismatch = checkBindings(action, prepared, params, this.#strict);
    return mismatch === undefined ? undefined : { code: 'target_mismatch', reason: mismatch };
  }
}
