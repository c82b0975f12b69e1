import {
  type Caller,
  type CheckResult,
  compileGlob,
  compilePathGlob,
  type DelegationScope,
  PASSED,
  quote,
  type Refused,
} from '@agent-safe/core';

/** A request, as far as delegation scopes restrict it. */
interface DelegatedRequest {
  readonly action: string;
  /** Id of a target in the inventory. */
  readonly target: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/**
 * Checks that every delegation of a caller covers a request. The narrowest hop limits the whole chain, so no agent can delegate more
 * than it received.
 *
 * @param maxDepth longest delegation chain
 */
export function checkDelegation(
  caller: Caller | undefined,
  maxDepth: number,
  action: string,
  target: string | undefined,
  at: number,
): CheckResult<'delegation_scope'> {
  if (caller === undefined) return PASSED;
  const { delegation_chain, delegation_scopes } = caller;
  if (delegation_chain.length > maxDepth) {
    const reason = `The delegation chain of ${quote(caller.agent_id)} has ${delegation_chain.length} hops, but delegation.max_depth is ${maxDepth}. Send the request from an agent closer to ${quote(delegation_chain[0] ?? '')}.`;
    return refuse(reason);
  }
  // Most callers have no scopes: nothing is allocated for them.
  if (delegation_scopes === undefined) return PASSED;
  for (const [hop, scope] of delegation_scopes.entries()) {
    const covered = checkScope(scope, { action, target, at });
    if (!covered.ok) return { ...covered, reason: `${describeHop(caller, hop)} ${covered.reason}` };
  }
  return PASSED;
}

/** Whether every hop of a delegation covers an action. */
export function coversAction({ delegation_scopes = [] }: Caller, action: string): boolean {
  return delegation_scopes.every(({ actions }) => actions === undefined || matchesAction(actions, action));
}

/** Whether every hop of a delegation covers a target. A scope with targets never covers a request without a known target. */
export function coversTarget({ delegation_scopes = [] }: Caller, target: string | undefined): boolean {
  return delegation_scopes.every((scope) => admitsTarget(scope, target));
}

/** Checks one scope. The reason starts with a verb; the caller of this function adds the subject. */
function checkScope(scope: DelegationScope, { action, at, target }: DelegatedRequest): CheckResult<'delegation_scope'> {
  const { actions, exp, targets } = scope;
  if (exp !== undefined && !(at / 1_000 < exp)) {
    return refuse(`expired at ${new Date(exp * 1_000).toISOString()}. Delegate again.`);
  }
  if (actions !== undefined && !matchesAction(actions, action)) {
    return refuse(`does not cover the action ${quote(action)}: it covers ${listGlobs('actions', actions)}. ${WIDEN}`);
  }
  if (targets === undefined || admitsTarget(scope, target)) return PASSED;
  const it = `it covers ${listGlobs('targets', targets)}`;
  if (target === undefined)
    return refuse(
      `does not cover a request without a known target: ${it}. Name a target, or delegate again without targets.`,
    );
  const crossing = targets.map((glob) => glob.replaceAll(/\*+/g, '**'));
  const isCrossed = scope.target_globs !== 'text' && admitsTarget({ targets: crossing }, target);
  const across = isCrossed ? ' "**" crosses "/", ":" and "@".' : '';
  return refuse(`does not cover the target ${quote(target)}: ${it}. ${WIDEN}${across}`);
}

function refuse(reason: string): Refused<'delegation_scope'> {
  return { ok: false, code: 'delegation_scope', reason };
}

/** Names the two agents of a hop. If some hops have no scope, the agents are unknown. */
function describeHop({ agent_id, delegation_chain, delegation_scopes }: Caller, hop: number): string {
  if (delegation_scopes?.length !== delegation_chain.length) return `A delegation in the chain of ${quote(agent_id)}`;
  const [from = '', to = agent_id] = delegation_chain.slice(hop, hop + 2);
  return `The delegation from ${quote(from)} to ${quote(to)}`;
}

function matchesAction(globs: readonly string[], action: string): boolean {
  return globs.some((glob) => compileGlob(glob)(action));
}

function admitsTarget({ target_globs = 'parts', targets }: DelegationScope, target: string | undefined): boolean {
  if (targets === undefined) return true;
  const compile = target_globs === 'text' ? compileGlob : compilePathGlob;
  return target !== undefined && targets.some((glob) => compile(glob)(target));
}

/** Most globs shown. Delegators write the globs, and there may be many. */
const MOST_SHOWN = 5;

const WIDEN = 'Delegate again with a wider scope.';

function listGlobs(what: string, globs: readonly string[]): string {
  if (globs.length === 0) return `no ${what} at all`;
  const more = globs.length > MOST_SHOWN ? ` and ${globs.length - MOST_SHOWN} more` : '';
  const shown = globs.slice(0, MOST_SHOWN).map((glob) => quote(glob));
  return `${what} ${shown.join(', ')}${more}`;
}
