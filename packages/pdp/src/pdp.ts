import {
  type Action,
  type Caller,
  compileChangeTicketPattern,
  type DecisionCode,
  effectiveRisk,
  type ParameterSlots,
  PatternError,
  type PolicyRule,
  quote,
  type Refused,
  type RiskClass,
  suggest,
  type Target,
  type Verdict,
} from '@agent-safe/core';
import { readBundle } from './bundle/read-bundle.ts';
import { checkBindings } from './compile/bindings.ts';
import { CompiledAction, type Pair } from './compile/compiled-action.ts';
import { checkCaller, checkRequest, type DecideRequest, readCaller } from './compile/request.ts';
import { RuleIndex } from './compile/rule-index.ts';
import { type Explanation, explainEvaluation } from './explain/explain.ts';
import { checkDelegation } from './match/delegation-scope.ts';
import type { Evaluation } from './match/evaluation.ts';
import { type PreparedRule, prepareRules } from './match/match.ts';
import { type ProofOptions, VerifiedChain } from './match/verified-chain.ts';

/** What decides. */
export interface PdpOptions extends ProofOptions {
  readonly actions: readonly Action[];
  /** In the order of their files: it decides between equal priorities. */
  readonly rules: readonly PolicyRule[];
  /** Undefined says that no inventory is configured, and then every request counts as one without a target. */
  readonly targets?: readonly Target[] | undefined;
  /** A target must be named, of a type that the action is made for, and bind all that the action touches. */
  readonly strict?: boolean;
  /** Refuse callers that nothing proves. */
  readonly requireVerifiedCallers?: boolean;
  /**
   * The documents were checked by whoever read them, as the registry does. Patterns are then compiled when they are first
   * needed, and not all at once.
   */
  readonly areChecked?: boolean;
  /** What counts as the id of a change ticket; any text with a letter or digit where it is left out. */
  readonly ticketPattern?: string | undefined;
}

/** What the names of a request stand for. */
export interface Resolution {
  readonly action: Action | undefined;
  readonly target: Target | undefined;
  readonly risk_class: RiskClass;
  readonly effective_risk: RiskClass;
}

/** How many pairs of action and target are kept. Beyond, all are made anew. */
const MOST_PAIRS = 100_000;

/** The buffers of one evaluation. They are reused, so that an evaluation allocates nothing but its result. */
interface Scratch {
  readonly slots: ParameterSlots;
  caller: Caller | undefined;
  areParamsValid: boolean;
}

/**
 * The policy decision point: from a request to a verdict, by the actions, rules and targets it was made with. Pure and
 * synchronous: it reads no clock, file or network, keeps nothing from one request to the next, and changes no input.
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
  readonly #strict: boolean;
  readonly #requireVerifiedCallers: boolean;
  readonly #names: VerifiedChain;
  readonly #ticketPattern: string | undefined;
  readonly #readChangeTicket: (id: string | null | undefined) => string | undefined;
  #scratch: Scratch | undefined;

  /**
   * Makes a decision point of a bundle, as "agent-safe bundle" writes it: the text or bytes of the file, or the parsed
   * document. It decides as the command line does with the files that the bundle was made of.
   *
   * @throws AgentSafeError ERR_BUNDLE_INVALID where anything in it is not as it was made
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

  /** @throws PatternError if an action holds a pattern that is refused; what the registry loads holds none */
  constructor(options: PdpOptions) {
    this.#actions = new Map(options.actions.map((action) => [action.name, new CompiledAction(action)]));
    if (options.areChecked !== true) for (const { reader } of this.#actions.values()) void reader;
    this.#prepared = prepareRules(options.rules);
    this.#rules = new RuleIndex(this.#prepared);
    this.#targets =
      options.targets === undefined ? undefined : new Map(options.targets.map((target) => [target.id, target]));
    this.#strict = options.strict ?? false;
    this.#requireVerifiedCallers = options.requireVerifiedCallers ?? false;
    this.#names = new VerifiedChain(options);
    this.#ticketPattern = options.ticketPattern;
    this.#readChangeTicket = compileChangeTicketPattern(options.ticketPattern);
  }

  /** The verdict alone. */
  decide(request: DecideRequest): Verdict {
    const scratch = this.#takeScratch();
    const verdict = this.#decide(request, scratch);
    this.#scratch = scratch;
    return verdict;
  }

  /** The verdict with the documents it rests on. */
  evaluate(request: DecideRequest): Evaluation {
    const scratch = this.#takeScratch();
    const verdict = this.#decide(request, scratch);
    const { action, target } = this.resolve(
      (request as DecideRequest | null)?.action ?? '',
      (request as DecideRequest | null)?.target,
    );
    const { areParamsValid, caller, slots } = scratch;
    const params = areParamsValid ? this.#actions.get(request.action)?.reader.toObject(slots) : undefined;
    this.#scratch = scratch;
    return { verdict, action, target, caller, params };
  }

  /**
   * Why the answer is what it is: every rule in the order in which it is tried, with each condition beside what the request
   * says, the rules that the deciding one hides, and the smallest changes of the request that would be answered
   * otherwise. It tells much about the policies: it is for people who may see them, and not for the agents they govern.
   */
  explain(request: DecideRequest): Explanation {
    const view = {
      rules: this.#prepared,
      index: this.#rules,
      actions: this.#actions,
      targets: this.#targets,
      names: this.#names,
      requireVerifiedCallers: this.#requireVerifiedCallers,
      ticketPattern: this.#ticketPattern,
      pair: (compiled: CompiledAction, target: string | undefined) => this.#pair(compiled, target),
    };
    const hasChangeTicket = this.#readChangeTicket((request as DecideRequest | null)?.ticket_id) !== undefined;
    return explainEvaluation(view, request, this.evaluate(request), hasChangeTicket);
  }

  /** What the names of a request stand for, and how risky it is, whatever the answer will be. */
  resolve(action: string, target: string | null | undefined): Resolution {
    const known = this.#actions.get(action)?.action;
    const found = this.#targets?.get(target ?? '');
    const risk_class = known?.risk_class ?? 'critical';
    return { action: known, target: found, risk_class, effective_risk: effectiveRisk(risk_class, found?.sensitivity) };
  }

  #decide(request: DecideRequest, scratch: Scratch): Verdict {
    try {
      return this.#decideInOrder(request, scratch);
    } catch (error) {
      // A pattern that is refused is no fault of the request. All else that throws is a part of it that cannot be read.
      if (error instanceof PatternError) throw error;
      scratch.areParamsValid = false;
      return this.#refuse(null, {
        ok: false,
        code: 'request_invalid',
        reason: 'The request cannot be read: a part of it throws.',
      });
    }
  }

  /** The checks of one request, in the order in which they are made. */
  #decideInOrder(request: DecideRequest, scratch: Scratch): Verdict {
    const checked = checkRequest(request);
    if (!checked.ok) return this.#refuse(request, checked);
    const { caller: given } = request;
    if (typeof given === 'object' && given !== null) {
      const may = checkCaller(given, this.#requireVerifiedCallers);
      if (!may.ok) return this.#refuse(request, may);
      scratch.caller = given;
    } else {
      const identified = readCaller(given, this.#requireVerifiedCallers);
      if (!identified.ok) return this.#refuse(request, identified);
      scratch.caller = identified.caller;
    }

    const compiled = this.#actions.get(request.action);
    if (compiled === undefined) return this.#refuse(request, this.#describeUnknownAction(request.action));
    const read = compiled.reader.read(request.params, scratch.slots);
    if (!read.ok) {
      const reason = `The parameters of ${request.action} are not valid: ${read.reason}`;
      return this.#refuse(request, { ...read, reason });
    }
    scratch.areParamsValid = true;

    const pair = this.#pair(compiled, request.target ?? undefined);
    if (!pair.ok) return this.#refuse(request, pair);
    if (!pair.check.ok) return this.#refuse(request, pair.check);
    if (pair.target !== undefined) {
      const matched = checkBindings(pair.bound, pair.target, scratch.slots);
      if (!matched.ok) return this.#refuse(request, matched);
    }

    const { caller } = scratch;
    const { at } = request;
    const covered = checkDelegation(caller, this.#names.maxDepth, compiled.action.name, pair.target?.id, at);
    if (!covered.ok) return this.#refuse(request, covered);

    const hasChangeTicket = this.#readChangeTicket(request.ticket_id) !== undefined;
    const rule = this.#rules.first(pair.rules, caller, this.#names.count(caller), hasChangeTicket, at);
    return {
      result: rule?.decision ?? 'deny',
      code: rule === undefined ? 'default_deny' : 'rule',
      reason: rule?.reason ?? 'No rule matches this request, and what no rule allows is denied.',
      policy_matched: rule?.name ?? null,
      risk_class: compiled.action.risk_class,
      effective_risk: pair.effectiveRisk,
    };
  }

  #refuse(request: DecideRequest | null, { code, reason }: Refused<DecisionCode>): Verdict {
    const { effective_risk, risk_class } = this.resolve(request?.action ?? '', request?.target);
    return { result: 'deny', code, reason, policy_matched: null, risk_class, effective_risk };
  }

  #describeUnknownAction(name: string): Refused<DecisionCode> {
    const hint = suggest(name, this.#actions.keys(), 'See "agent-safe list-actions".');
    return { ok: false, code: 'action_unknown', reason: `There is no action ${quote(name)} in the registry. ${hint}` };
  }

  /** The action on the target that a request names, or why there is no such pair. */
  #pair(compiled: CompiledAction, id: string | undefined): Pair | Refused<DecisionCode> {
    if (this.#generation !== this.#rules.generation) this.#forgetPairs();
    const isTargetless = id === undefined || this.#targets === undefined;
    if (isTargetless && this.#strict) {
      const missing = id === undefined ? 'The request names no target' : 'There is no inventory to find the target in';
      return { ok: false, code: 'target_required', reason: `${missing}, and strict mode needs one.` };
    }
    const key = isTargetless ? undefined : id;
    const known = compiled.pairs.get(key);
    if (known !== undefined) return known;
    const target = this.#targets?.get(key ?? '');
    if (key !== undefined && target === undefined) return this.#describeUnknownTarget(key);
    const { name } = compiled.action;
    const pair = compiled.pair(isTargetless ? undefined : target, this.#strict, (risk) =>
      this.#rules.select({ action: name, target: isTargetless ? undefined : target, effectiveRisk: risk }),
    );
    if (++this.#pairCount > MOST_PAIRS) this.#forgetPairs();
    compiled.pairs.set(key, pair);
    return pair;
  }

  #describeUnknownTarget(id: string): Refused<DecisionCode> {
    const hint = suggest(id, this.#targets?.keys() ?? [], 'Add it, or name one that it has.');
    return { ok: false, code: 'target_unknown', reason: `There is no target ${quote(id)} in the inventory. ${hint}` };
  }

  #forgetPairs(): void {
    for (const { pairs } of this.#actions.values()) pairs.clear();
    this.#generation = this.#rules.generation;
    this.#pairCount = 0;
  }

  /** Taken while it is used: a getter in the parameters may ask this same decision point something else. */
  #takeScratch(): Scratch {
    const scratch = this.#scratch ?? { slots: [], caller: undefined, areParamsValid: false };
    this.#scratch = undefined;
    scratch.caller = undefined;
    scratch.areParamsValid = false;
    return scratch;
  }
}
