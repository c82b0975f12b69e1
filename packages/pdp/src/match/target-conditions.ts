import { compileNamePattern, type ScopeSelector, type Target, type TargetSelector } from '@agent-safe/core';
import { type Certainty, certain, FAILS, HOLDS, leastOf, negate, UNKNOWN } from './certainty.ts';
import { matchesEntry } from './match-entry.ts';
import type { ResolvedRequest } from './resolved-request.ts';
import { readScope } from './scopes.ts';
import { isUnproven } from './verified-chain.ts';

/** The conditions that 0.11 does not have. A request without a target leaves them unknown. */
const NEW_CONDITIONS = ['ids', 'owners', 'owner_in_caller_groups', 'scopes'] as const;

/** The request, as far as conditions on its target depend on it. */
export type TargetRequest = Pick<ResolvedRequest, 'definition' | 'target' | 'caller' | 'verifiedChain'>;

/**
 * Returns how far a selector matches the target of a request.
 *
 * @param isNegated whether the selector is within `not`: a request without a target then may have any
 */
export function judgeTarget(
  selector: TargetSelector | undefined,
  request: TargetRequest,
  isNegated: boolean,
): Certainty {
  if (selector === undefined) return HOLDS;
  const { target } = request;
  if (target === undefined) return judgeMissing(selector, request, isNegated);
  const kind = judgeKind(selector, target);
  if (kind === FAILS || selector.owner_in_caller_groups === undefined) return kind;
  return leastOf(kind, judgeOwnerInGroups(selector.owner_in_caller_groups, request));
}

function judgeMissing(selector: TargetSelector, { definition }: TargetRequest, isNegated: boolean): Certainty {
  // Such an action has no target. Within `not`, it stays in doubt: "everywhere except production" must not allow it.
  if (definition?.target_types.length === 0) return isNegated ? UNKNOWN : FAILS;
  return isNegated || hasNewConditions(selector) ? UNKNOWN : FAILS;
}

/** Whether a selector has a condition that 0.11 does not have. */
export function hasNewConditions(selector: TargetSelector | undefined): boolean {
  return selector !== undefined && NEW_CONDITIONS.some((key) => selector[key] !== undefined);
}

/** Returns how far the conditions on the target alone hold. */
export function judgeKind(selector: TargetSelector, target: Target): Certainty {
  const holds =
    (selector.environments?.includes(target.environment) ?? true) &&
    (selector.sensitivities?.includes(target.sensitivity) ?? true) &&
    matchesAny(selector.types, target.type) &&
    matchesAny(selector.ids, target.id) &&
    matchesLabels(selector.labels, target);
  if (!holds) return FAILS;
  return leastOf(judgeOwner(selector.owners, target), judgeScope(selector.scopes, target));
}

function matchesLabels(labels: TargetSelector['labels'], target: Target): boolean {
  return (
    labels === undefined ||
    Object.entries(labels).every(
      ([label, values]) =>
        Object.hasOwn(target.labels, label) && matchesAny(listOf(values), target.labels[label] ?? ''),
    )
  );
}

/** Returns the values of a label condition. */
export function listOf(values: string | readonly string[]): readonly string[] {
  return typeof values === 'string' ? [values] : values;
}

function judgeOwner(owners: readonly string[] | undefined, { owner }: Target): Certainty {
  if (owners === undefined) return HOLDS;
  return owner === '' ? UNKNOWN : certain(owners.some((entry) => compileNamePattern(entry)(owner)));
}

/** Returns how far the owner of the target is, or is not, one of the caller's groups. */
function judgeOwnerInGroups(expected: boolean, request: TargetRequest): Certainty {
  const held = judgeHeldOwner(request);
  return expected ? held : negate(held);
}

function judgeHeldOwner({ caller, target, verifiedChain }: TargetRequest): Certainty {
  const owner = target?.owner ?? '';
  if (owner === '' || caller === undefined || isUnproven({ verifiedChain })) return UNKNOWN;
  if (caller.groups.includes(owner)) return HOLDS;
  if (verifiedChain === Number.POSITIVE_INFINITY || caller.delegation_chain.length === 0) return FAILS;
  // Without holdings, the delegators may be in any group.
  const isHeldAbove = caller.delegation_holdings?.some(({ groups }) => groups.includes(owner)) ?? true;
  return isHeldAbove ? UNKNOWN : FAILS;
}

/** Returns how far a target is in one of the locations. A target in a cluster is in no AWS account, and the reverse. */
function judgeScope(scopes: ScopeSelector | undefined, { scope }: Target): Certainty {
  if (scopes === undefined) return HOLDS;
  const cluster = readScope(scope, 'cluster');
  const account = readScope(scope, 'account');
  const region = readScope(scope, 'region');
  const isInCloud = account !== undefined || region !== undefined;
  if (cluster === undefined && !isInCloud) return UNKNOWN;
  const isForCloud = scopes.accounts !== undefined || scopes.regions !== undefined;
  if (!(cluster !== undefined && scopes.clusters !== undefined) && !(isInCloud && isForCloud)) return FAILS;
  const inCluster = cluster === undefined ? HOLDS : certain(matchesAny(scopes.clusters, cluster));
  if (!isInCloud) return inCluster;
  return leastOf(inCluster, leastOf(judgeField(scopes.accounts, account), judgeField(scopes.regions, region)));
}

function judgeField(wanted: readonly string[] | undefined, value: string | undefined): Certainty {
  if (wanted === undefined) return HOLDS;
  return value === undefined ? UNKNOWN : certain(matchesAny(wanted, value));
}

function matchesAny(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.some((entry) => matchesEntry(entry, value));
}
