import {
  type Action,
  AgentSafeError,
  type CheckRequest,
  compileTicketId,
  type Decision,
  nearest,
  type RiskClass,
  sortBy,
} from '@agent-safe/core';
import { type Explanation, Pdp } from '@agent-safe/pdp';
import { loadKeys, type OpenProjectOptions, openProject } from '@agent-safe/registry/open';
import { openBundle } from './open-bundle.ts';
import { check, explain, type Setup } from './pipeline.ts';

export interface OpenOptions extends OpenProjectOptions {
  /** The path of a bundle that decides, in place of registry, policies and inventory. */
  readonly bundle?: string | undefined;
  /** Milliseconds since 1970, UTC. For tests; the system's clock where it is left out. */
  readonly clock?: () => number;
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
 */
export class AgentSafe {
  readonly #setup: Setup;
  readonly #actions: readonly Action[];

  private constructor(setup: Setup, actions: readonly Action[]) {
    this.#setup = setup;
    this.#actions = actions;
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
    const { policySet, settings } = options.bundle === undefined ? await openProject(options) : openBundle(options);
    const { actions, digest, rules, targets } = policySet;
    const keys = settings.keys === undefined ? undefined : loadKeys(settings.keys);
    const setup: Setup = {
      pdp: new Pdp({ actions, rules, targets, ...settings, areChecked: true }),
      policyDigest: digest,
      maskKey: keys?.mask,
      requireVerifiedCallers: settings.requireVerifiedCallers,
      countTicketId: compileTicketId(settings.ticketPattern),
      clock: options.clock ?? Date.now,
    };
    return new AgentSafe(setup, actions);
  }

  /**
   * Decides one request. A refusal is a decision too: `result` is `deny`, `code` says why to a machine and `reason` to a
   * human. Whatever is in the request, this throws nothing because of it.
   */
  check(request: CheckRequest): Promise<Decision> {
    return check(request, this.#setup);
  }

  /**
   * Decides an agent's whole plan, one decision a step, in its order. Steps are decided as they are written: no step is
   * assumed to have changed anything.
   *
   * @throws AgentSafeError ERR_PLAN_INVALID if the plan is no list
   */
  async checkPlan(plan: readonly CheckRequest[]): Promise<readonly Decision[]> {
    if (!Array.isArray(plan)) throw new AgentSafeError('ERR_PLAN_INVALID', 'A plan must be a list of requests.');
    const steps = plan as readonly CheckRequest[];
    const decisions: Decision[] = [];
    for (const step of steps) decisions.push(await this.check(step));
    return decisions;
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

  /** The registered actions by name, all of them or those with a tag and a risk class. */
  listActions(filter: ActionFilter = {}): readonly Action[] {
    return filterActions(this.#actions, filter);
  }
}

const OPTIONS: readonly string[] = [
  'bundle',
  'clock',
  'config',
  'cwd',
  'inventory',
  'keeping',
  'keys',
  'policies',
  'registry',
  'requireVerifiedCallers',
  'strict',
  'ticketPattern',
] satisfies (keyof OpenOptions)[];

/** A misspelt option protects nothing, and types do not reach those who write JavaScript. */
function refuseUnknownOptions(options: OpenOptions): void {
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (unknown === undefined) return;
  const summary = `There is no option "${unknown}". Did you mean "${nearest(unknown, OPTIONS) ?? ''}"?`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}

/** Actions by name, all of them or those with a tag and a risk class. */
export function filterActions(actions: readonly Action[], { risk, tag }: ActionFilter): readonly Action[] {
  const fitting = actions.filter(
    (action) => (tag === undefined || action.tags.includes(tag)) && (risk === undefined || action.risk_class === risk),
  );
  return sortBy(fitting, ({ name }) => name);
}
