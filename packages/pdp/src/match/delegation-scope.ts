import {
  type Caller,
  type CheckResult,
  compileGlob,
  type DelegationScope,
  PASSED,
  quote,
  type Refused,
} from '@agent-safe/core';

/** What is to be done, as the scopes of a delegation see it. */
interface DelegatedRequest {
  readonly action: string;
  /** The id of a target that the inventory has. */
  readonly target: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/**
 * Whether all of a caller's delegations cover a request. Every hop counts, so that a chain holds no more than its narrowest
 * one, and nobody can delegate more than it was given.
 *
 * @param maxDepth how often in a row may be delegated
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
    const reason = `${quote(caller.agent_id)} was delegated to ${delegation_chain.length} times in a row, and delegation.max_depth is ${maxDepth}. One that is nearer to ${quote(delegation_chain[0] ?? '')} may ask.`;
    return refuse(reason);
  }
  // Most callers have none: nothing is allocated for them.
  if (delegation_scopes === undefined) return PASSED;
  for (const [hop, scope] of delegation_scopes.entries()) {
    const covered = checkScope(scope, { action, target, at });
    if (!covered.ok) return { ...covered, reason: `${describeHop(caller, hop)} ${covered.reason}` };
  }
  return PASSED;
}

/** Whether every hop of a delegation covers an action. */
export function coversAction({ delegation_scopes = [] }: Caller, action: string): boolean {
  return delegation_scopes.every(({ actions }) => actions === undefined || matchesAny(actions, action));
}

/** Whether every hop of a delegation covers a target. A request without a known one is outside of all that name any. */
export function coversTarget({ delegation_scopes = [] }: Caller, target: string | undefined): boolean {
  return delegation_scopes.every(
    ({ targets }) => targets === undefined || (target !== undefined && matchesAny(targets, target)),
  );
}

/** The reason lacks its subject: which delegation it is. */
function checkScope(
  { actions, exp, targets }: DelegationScope,
  { action, at, target }: DelegatedRequest,
): CheckResult<'delegation_scope'> {
  if (exp !== undefined && !(at / 1_000 < exp)) {
    return refuse(`ended at ${new Date(exp * 1_000).toISOString()}. It has to be made anew.`);
  }
  if (actions !== undefined && !matchesAny(actions, action)) {
    return refuse(`covers ${listGlobs('actions', actions)}, and not ${quote(action)}.`);
  }
  if (targets === undefined || (target !== undefined && matchesAny(targets, target))) return PASSED;
  const what = target === undefined ? 'the request is about no known target' : `not ${quote(target)}`;
  return refuse(`covers ${listGlobs('targets', targets)}, and ${what}.`);
}

function refuse(reason: string): Refused<'delegation_scope'> {
  return { ok: false, code: 'delegation_scope', reason };
}

/** Between whom a hop is. Where not every hop has a scope, nobody can tell. */
function describeHop({ agent_id, delegation_chain, delegation_scopes }: Caller, hop: number): string {
  if (delegation_scopes?.length !== delegation_chain.length) return `A delegation on the way to ${quote(agent_id)}`;
  const [from = '', to = agent_id] = delegation_chain.slice(hop, hop + 2);
  return `The delegation from ${quote(from)} to ${quote(to)}`;
}

function matchesAny(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => compileGlob(glob)(text));
}

/** Whoever delegates writes them: there may be many. */
const MOST_SHOWN = 5;

function listGlobs(what: string, globs: readonly string[]): string {
  if (globs.length === 0) return `no ${what}`;
  const more = globs.length > MOST_SHOWN ? ` and ${globs.length - MOST_SHOWN} more` : '';
  const shown = globs.slice(0, MOST_SHOWN).map((glob) => quote(glob));
  return `the ${what} ${shown.join(', ')}${more}`;
}
