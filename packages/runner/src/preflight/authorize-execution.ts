import {
  type Action,
  type Execution,
  type Executor,
  isJsonArray,
  JsonError,
  type JsonObject,
  quote,
  snapshotJson,
  type TargetScope,
} from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import { type CredentialGrant, resolveCredentials } from '../credentials/render-grant.ts';
import { LONGEST_TIMEOUT, type Services } from '../run/options.ts';
import type { Secrets } from '../run/redactor.ts';
import type { RunOptions, RunRefusalCode } from '../run/run-result.ts';
import { matchParams } from './match-params.ts';

/** What a ticket permits here, with all that is needed to do it. */
export interface Permit {
  readonly ticket: Ticket;
  readonly action: Action;
  readonly executor: Executor;
  /** In clear, and without credentials. */
  readonly execution: Execution;
  /** The credentials that the action declares, whether or not any are issued. */
  readonly declared: CredentialGrant | null;
  /** Those that are issued for it: null where none are declared, or there is no vault, or nothing is touched. */
  readonly grant: CredentialGrant | null;
  /** Seconds. */
  readonly timeout: number;
}

export type PermitResult =
  | { readonly permitted: true; readonly permit: Permit }
  | { readonly permitted: false; readonly code: RunRefusalCode; readonly reason: string };

/**
 * Whether this runner may do what a genuine ticket says: all that can be told from the ticket, the definitions and the
 * configuration, without asking anybody. It uses nothing up, so that whoever forgot a parameter needs no new decision.
 */
export function permit(
  ticket: Ticket,
  { executor: name, params: given, timeout }: Pick<RunOptions, 'executor' | 'params' | 'timeout'>,
  services: Services,
  secrets: Secrets,
): PermitResult {
  const executor = services.executors.get(name);
  if (executor === undefined) {
    const known = [...services.executors.keys()].map((each) => quote(each)).join(', ') || 'none';
    return refuse('executor_unknown', `There is no executor ${quote(String(name))}. There is: ${known}.`);
  }
  const known = services.actions.get(ticket.action);
  if (known === undefined) {
    return refuse('action_unknown', `This runner knows no action ${quote(ticket.action)}.`);
  }
  const { action } = known;
  if (known.digest !== ticket.definition) {
    const why = 'Its definition here is not the one that was decided on. Ask for a new decision.';
    return refuse('definition_mismatch', `${quote(action.name)} is refused. ${why}`);
  }
  const own = readGiven(given);
  if (typeof own === 'string') return refuse('params_mismatch', own);
  addSecrets(action, own, secrets);
  const match = matchParams(ticket, known, own, services.maskKey);
  if (!match.matched) return refuse(match.code, match.reason);
  if (!executor.supports(action)) {
    return refuse('executor_unsupported', `The executor ${quote(name)} cannot do ${quote(action.name)}.`);
  }
  const scope = readScope(ticket.scope);
  if (scope === undefined)
    return refuse('scope_mismatch', 'The ticket names a place of a kind that nobody knows here.');
  if (scope === null && services.requireScope) {
    const why = 'The ticket does not say where its target lives, and so nobody can tell whether it is there.';
    return refuse('scope_required', `${why} Give the target a "scope" in the inventory.`);
  }
  const unserved = scope === null ? undefined : executor.serves?.(scope);
  if (unserved !== undefined) return refuse('scope_mismatch', unserved);
  const seconds = boundTimeout(action, match.params, timeout ?? services.timeout, timeout !== undefined);
  const granted = resolveCredentials({ action, params: match.params, scope, timeout: seconds });
  if (!granted.granted) return refuse('credentials_refused', granted.reason);
  const isLeased = granted.grant !== null && executor.isHarmless !== true;
  if (isLeased && services.vault === undefined && !services.ambientCredentials) {
    const why = `${quote(action.name)} declares the credentials that it needs, and there is no vault to issue them.`;
    return refuse(
      'credentials_unconfigured',
      `${why} Configure "credential_vault", or set "runner.ambient_credentials".`,
    );
  }
  const target = ticket.target === null ? null : { id: ticket.target, type: ticket.target_type ?? '', scope };
  const execution = { audit_id: ticket.audit_id, action, params: match.params, target, credentials: null };
  const grant = isLeased && services.vault !== undefined ? granted.grant : null;
  return {
    permitted: true,
    // Nothing can be done with credentials that have ended.
    permit: { ticket, action, executor, execution, declared: granted.grant, grant, timeout: grant?.ttl ?? seconds },
  };
}

/**
 * How long a run may take. An action may have a parameter for it, in seconds. One that is also a field of its state is what the
 * action sets: the timeout of a function is not that of setting it.
 */
function boundTimeout(action: Action, params: JsonObject, configured: number, isGiven: boolean): number {
  const isOwn = !action.state_fields.some(({ name }) => name === 'timeout');
  const own = isOwn && Object.hasOwn(params, 'timeout') ? params.timeout : undefined;
  if (typeof own !== 'number' || !(own > 0)) return configured;
  return Math.min(own, isGiven ? configured : LONGEST_TIMEOUT);
}

const PLACES = ['cluster', 'account', 'region'];

/** Undefined where it says more than is understood: what is not understood may be what tells one place from another. */
function readScope(scope: JsonObject | null): TargetScope | null | undefined {
  if (scope === null) return null;
  const members = Object.entries(scope);
  const isKnown = members.every(([name, value]) => PLACES.includes(name) && typeof value === 'string' && value !== '');
  return isKnown && members.length > 0 ? scope : undefined;
}

function readGiven(given: unknown): JsonObject | string {
  try {
    const params = snapshotJson(given ?? {}, 'params');
    if (typeof params === 'object' && params !== null && !isJsonArray(params)) return params;
    return 'The params that are given are no object.';
  } catch (error) {
    // Not what is wrong with them: it would name places within them.
    if (error instanceof JsonError) return 'The params that are given are nothing that JSON can hold.';
    throw error;
  }
}

/** Before anything is said about them. */
function addSecrets(action: Action, given: JsonObject, secrets: Secrets): void {
  for (const { name, sensitive } of action.parameters) {
    if (sensitive && Object.hasOwn(given, name)) secrets.add(given[name]);
  }
}

function refuse(code: RunRefusalCode, reason: string): PermitResult {
  return { permitted: false, code, reason };
}
