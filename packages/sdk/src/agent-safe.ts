import { randomUUID } from 'node:crypto';
import type { ApprovalResult, WaitOptions } from '@agent-safe/approvals';
import type { LogVerdict, StateCapture } from '@agent-safe/audit';
import {
  type Action,
  AgentSafeError,
  type ApprovalRequest,
  type CheckRequest,
  compileChangeTicketPattern,
  type Decision,
  holdsToken,
  type Revocation,
  type RevocationSubject,
  type RiskClass,
  sortBy,
} from '@agent-safe/core';
import type { DelegationResult, IdentityRequest } from '@agent-safe/delegation';
import { type Explanation, Pdp } from '@agent-safe/pdp';
import { type CheckpointKey, openProject } from '@agent-safe/registry/open';
import { check, explain, type Setup } from './pipeline/pipeline.ts';
import { openVerifiers } from './project/checkpoint-keys.ts';
import { openBundle } from './project/open-bundle.ts';
import { type OpenOptions, refuseUnknownOptions } from './project/open-options.ts';
import { openServices, type Services } from './project/open-services.ts';
import type { ApprovalAnswer, ApprovalCancellation } from './services/approval-gateway.ts';
import type { Recorder } from './services/audit-recorder.ts';
import { StateRecorder } from './services/state-recorder.ts';
import type { DelegateRequest, DelegationVerdict } from './services/token-service.ts';

export interface CheckOptions {
  /** What the decision belongs to, such as a trace of the program that asks. It comes from you, and never from the agent. */
  readonly correlationId?: string | undefined;
  /** The decision whose execution this takes back. It comes from you too: runners hold what they do by it to that. */
  readonly rollbackOf?: string | undefined;
}

export interface ActionFilter {
  readonly tag?: string | undefined;
  readonly risk?: RiskClass | undefined;
}

/**
 * Agent-Safe in one object: asks what an agent may do, and gets a decision with a reason.
 *
 * @example
 * const safe = await AgentSafe.open();
 * const decision = await safe.check({
 *   action: 'restart-deployment',
 *   target: 'dev/test-app',
 *   caller: 'deploy-agent',
 *   params: { namespace: 'dev', deployment: 'app' },
 * });
 * if (decision.result !== 'allow') throw new Error(decision.reason);
 * await safe.close();
 */
export class AgentSafe {
  readonly #setup: Setup;
  readonly #actions: readonly Action[];
  readonly #services: Services;
  readonly #recorder: Recorder | undefined;
  readonly #states: StateRecorder | undefined;
  readonly #checkpointKeys: readonly CheckpointKey[];

  private constructor(setup: Setup, actions: readonly Action[], services: Services) {
    const { keys, recorder } = services;
    this.#setup = setup;
    this.#actions = actions;
    this.#services = services;
    this.#recorder = recorder;
    this.#checkpointKeys = keys?.checkpoints ?? [];
    if (recorder === undefined) return;
    const findAction = (name: string) => actions.find((action) => action.name === name);
    const { clock, maskKey } = setup;
    this.#states = new StateRecorder({ recorder, findAction, maskKey, clock });
  }

  /**
   * Reads the project and prepares everything, so that a check reads no file. Without `registry` and `policies` the
   * configuration is agent-safe.yaml, in the working directory or above it; with them no file is looked for unless
   * `config` names it. An option overrides the setting of the file.
   *
   * @throws AgentSafeError with every mistake that was found, each with file, line and fix
   */
  static async open(options: OpenOptions = {}): Promise<AgentSafe> {
    refuseUnknownOptions(options);
    const opened = options.bundle === undefined ? await openProject(options) : openBundle(options);
    const { policySet, settings } = opened;
    const { actions, digest, rules, targets } = policySet;
    const services = await openServices(settings, options, options.verificationKeys);
    const { approvals, authority, clock, keys, recorder, restraint } = services;
    const verifiesCallers = authority.verifiesCallers || ('verifiesCallers' in opened && opened.verifiesCallers);
    const setup: Setup = {
      authority,
      restraint,
      approvals,
      verifiesCallers,
      pdp: new Pdp({ actions, rules, targets, ...settings, verifiesCallers, areChecked: true }),
      policyDigest: digest,
      maskKey: keys?.mask,
      requireVerifiedCallers: settings.requireVerifiedCallers,
      readChangeTicket: compileChangeTicketPattern(settings.ticketPattern),
      clock,
      record: recorder === undefined ? undefined : (drafts) => recorder.record(drafts),
    };
    return new AgentSafe(setup, actions, services);
  }

  /**
   * Decides one request. A refusal is a decision too: `result` is `deny`, `code` says why to a machine and `reason` to a
   * human. Whatever is in the request, this throws nothing because of it. With an audit log, the decision is recorded
   * before it is answered; what cannot be recorded is a deny, `audit_unavailable`.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if the correlation id is no text that can be recorded
   */
  async check(request: CheckRequest, options: CheckOptions = {}): Promise<Decision> {
    const [decision] = await this.#check([request], options);
    if (decision === undefined) throw new AgentSafeError('ERR_PLAN_INVALID', 'Nothing was decided.');
    return decision;
  }

  /**
   * Decides an agent's whole plan, one decision a step, in its order. Steps are decided as they are written: no step is
   * assumed to have changed anything. All have the same `correlation_id`, one of their own where none is given.
   *
   * @throws AgentSafeError ERR_PLAN_INVALID if the plan is no list
   */
  async checkPlan(plan: readonly CheckRequest[], options: CheckOptions = {}): Promise<readonly Decision[]> {
    if (!Array.isArray(plan)) throw new AgentSafeError('ERR_PLAN_INVALID', 'A plan must be a list of requests.');
    return this.#check(plan, { ...options, correlationId: options.correlationId ?? `plan-${randomUUID()}` });
  }

  async #check(requests: readonly unknown[], options: CheckOptions): Promise<readonly Decision[]> {
    const { correlationId, rollbackOf } = options;
    for (const id of [correlationId, rollbackOf]) refuseCorrelation(id);
    const answers = await check(requests, this.#setup, { correlationId, rollbackOf });
    for (const answer of answers) this.#states?.remember(answer);
    return answers.map(({ decision }) => decision);
  }

  /**
   * Why a request is answered as it is: every rule in the order in which it is tried, and the smallest changes of the
   * request that would be answered otherwise. It is a simulation, and allows nothing. What it tells is for people who may
   * see the policies, and not for the agents that they govern.
   *
   * @param options.at the time to ask about, in milliseconds since 1970, UTC; now where it is left out
   */
  async explain(request: CheckRequest, options: { readonly at?: number } = {}): Promise<Explanation> {
    return explain(request, this.#setup, options.at ?? this.#setup.clock());
  }

  /**
   * Records what a target was like before the action that a decision allowed. Do so before anything is changed.
   *
   * @param auditId of the decision
   * @param state its fields by name; what the action declares sensitive is masked
   * @throws AgentSafeError ERR_STATE_INVALID where it is no state, or there is no such decision; ERR_AUDIT_UNAVAILABLE where
   *   it cannot be recorded: then nothing should be changed
   */
  async recordBeforeState(auditId: string, state: object): Promise<void> {
    await this.#requireStates().recordBefore(auditId, state);
  }

  /**
   * Records what the target was like afterwards.
   *
   * @returns both states, and what changed
   * @throws AgentSafeError as {@link recordBeforeState}, and where no state was recorded before
   */
  recordAfterState(auditId: string, state: object): Promise<StateCapture> {
    return this.#requireStates().recordAfter(auditId, state);
  }

  /** Records both states at once, for those who captured them themselves. @throws as {@link recordBeforeState} */
  recordState(auditId: string, before: object, after: object): Promise<StateCapture> {
    return this.#requireStates().record(auditId, before, after);
  }

  /** What was captured for a decision, by this process or another; undefined where nothing was. */
  getStateCapture(auditId: string): Promise<StateCapture | undefined> {
    return this.#requireStates().get(auditId);
  }

  /**
   * Verifies the audit log: every line, and what checkpoints say of it.
   *
   * @param options.checkpoint a signed note that was kept elsewhere. Without one, nothing says that the log is all there is
   * @throws AgentSafeError ERR_AUDIT_INVALID where it cannot be read, or no key of this project has signed the checkpoint
   */
  async verifyAudit(options: { readonly checkpoint?: string } = {}): Promise<LogVerdict> {
    const { log } = this.#requireRecorder();
    return log.verify({ ...options, verifiers: await openVerifiers(this.#checkpointKeys) });
  }

  /**
   * Signs a checkpoint: so many events, and the root of the tree over them. Kept where nobody who can write the log can get
   * at it, it shows later whether the log was changed. The checkpoint is recorded and shipped as well.
   *
   * @returns a signed note
   * @throws AgentSafeError ERR_KEYS_INVALID where there is no key for it; ERR_AUDIT_INVALID where the log was tampered with
   */
  signCheckpoint(): Promise<string> {
    return this.#requireRecorder().signCheckpoint();
  }

  /** Issues identity tokens: proofs of who an agent is. */
  get identity(): {
    /** @throws AgentSafeError ERR_IDENTITY_INVALID where it is no request; ERR_KEYS_INVALID where no key signs */
    createToken(request: IdentityRequest): Promise<string>;
  } {
    const { authority } = this.#services;
    return { createToken: (request) => authority.createToken(request) };
  }

  /**
   * Makes a token for another agent, which holds no more than the one that hands on: some of its roles and groups, fewer
   * actions and targets, and not for longer. A refusal is an answer: `success` is false, and says why. Both are recorded.
   *
   * @throws AgentSafeError ERR_KEYS_INVALID where no key signs
   */
  delegate(request: DelegateRequest): Promise<DelegationResult> {
    return this.#services.authority.delegate(request);
  }

  /** Who a token proves that somebody is, and what each hop of its delegation gave up. A plain identity has one hop. */
  verifyDelegation(token: string): Promise<DelegationVerdict> {
    return this.#services.authority.verifyDelegation(token);
  }

  /**
   * The kill switch: what an agent, a token or everybody holds no longer counts, nor does what was handed on from it. With
   * `state` it counts at once in every process of the machine, otherwise in this one.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE; ERR_AUDIT_UNAVAILABLE where it counts, and could not be recorded
   */
  revoke(subject: RevocationSubject): Promise<Revocation> {
    return this.#services.authority.revoke(subject);
  }

  /** Lets a revoked agent act again, with tokens that are issued from now on. @returns undefined where it was not revoked */
  liftRevocation(agent: string): Promise<Revocation | undefined> {
    return this.#services.authority.lift(agent);
  }

  /**
   * Waits until a request for approval is answered, or its time is over, whoever answers in whatever process of the machine. Then
   * check the same again: what was approved is allowed, once, if the policy still requires no more.
   *
   * @param requestId `request_id` of the decision
   * @returns the request as it is then, or `wait_timeout`, or why nobody can tell
   * @throws the reason of the signal, when that is aborted; AgentSafeError ERR_CONFIG_INVALID where nobody can be asked
   */
  waitForApproval(requestId: string, options: WaitOptions = {}): Promise<ApprovalResult> {
    return this.#services.approvals.wait(requestId, options);
  }

  /**
   * Answers a request for approval. Whoever answers proves by a token who it is, holds a role or group that the request asks for,
   * and has no part in it. A refusal is a value, with a stable `code`.
   *
   * @example
   * declare const safe: AgentSafe;
   * declare const requestId: string;
   * declare const token: string;
   * await safe.resolveApproval(requestId, { decision: 'approve', approver: token, reason: 'CHG-7 is open' });
   */
  resolveApproval(requestId: string, answer: ApprovalAnswer): Promise<ApprovalResult> {
    return this.#services.approvals.resolve(requestId, answer);
  }

  /** Takes a request for approval back, for whoever asked: by its token, or by the secret that was given with the request. */
  cancelApproval(requestId: string, cancellation: ApprovalCancellation): Promise<ApprovalResult> {
    return this.#services.approvals.cancel(requestId, cancellation);
  }

  /** A request for approval as it counts now. */
  getApprovalStatus(requestId: string): Promise<ApprovalResult> {
    return this.#services.approvals.get(requestId);
  }

  /**
   * The requests that wait for an answer, the oldest first.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE where nobody can tell
   */
  async listPendingApprovals(): Promise<readonly ApprovalRequest[]> {
    const listing = await this.#services.approvals.list({ status: 'pending' });
    if (listing.ok) return listing.requests;
    throw new AgentSafeError('ERR_STORE_UNAVAILABLE', listing.reason);
  }

  /** Waits for what is being recorded, and for a moment for what is being shipped. */
  async close(): Promise<void> {
    await this.#services.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #requireRecorder(): Recorder {
    if (this.#recorder !== undefined) return this.#recorder;
    throw new AgentSafeError('ERR_CONFIG_INVALID', 'There is no audit log. Give "audit_log" its path.');
  }

  #requireStates(): StateRecorder {
    this.#requireRecorder();
    return this.#states as StateRecorder;
  }

  /** The registered actions by name, all of them or those with a tag and a risk class. */
  listActions(filter: ActionFilter = {}): readonly Action[] {
    return filterActions(this.#actions, filter);
  }
}

/** It is recorded as it is given. */
function refuseCorrelation(id: string | undefined): void {
  if (id === undefined || (typeof id === 'string' && /^[\w.:/+=@-]{1,256}$/.test(id) && !holdsToken(id))) return;
  const summary = 'A correlation id is up to 256 letters, digits and signs of "._:/+=@-", and no token.';
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}

/** Actions by name, all of them or those with a tag and a risk class. */
export function filterActions(actions: readonly Action[], { risk, tag }: ActionFilter): readonly Action[] {
  const fitting = actions.filter(
    (action) => (tag === undefined || action.tags.includes(tag)) && (risk === undefined || action.risk_class === risk),
  );
  return sortBy(fitting, ({ name }) => name);
}
