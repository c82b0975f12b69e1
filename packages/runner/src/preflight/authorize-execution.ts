import {
  type Action,
  type Executor,
  isJsonArray,
  JsonError,
  type JsonObject,
  needsTarget,
  quote,
  type Refused,
  type ScopeResult,
  type SupportResult,
  snapshotJson,
  TARGET_SCOPE_FIELDS,
  type TargetScope,
} from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import { renderGrant } from '../credentials/render-grant.ts';
import type { Services } from '../run/options.ts';
import type { Redactor } from '../run/redactor.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunOptions } from '../run/run-result.ts';
import { type Authorization, type Refusal, reasonOf, refuse } from '../run/stage-results.ts';
import { LONGEST_TIMEOUT, TimeLimit } from '../run/time-limit.ts';
import { matchParams } from './match-params.ts';
import { STOPPED } from './record-intent.ts';

export type AuthorizationResult = ({ readonly ok: true } & Authorization) | Refusal;

/**
 * Checks whether this runner may execute a verified ticket, by the ticket, the definitions and the configuration. It neither contacts
 * the target nor uses the ticket, so a caller that forgot a parameter can try again with the same ticket.
 */
export async function authorizeExecution(request: AuthorizationRequest, ticket: Ticket): Promise<AuthorizationResult> {
  const result = await authorize(request, ticket);
  return result.ok ? result : { ...result, reason: request.redactor.redact(result.reason) };
}

async function authorize(
  { options, redactor, services }: AuthorizationRequest,
  ticket: Ticket,
): Promise<AuthorizationResult> {
  const executor = await services.executors.find(options.executor);
  if (executor === undefined) {
    const names = services.executors.names.map((each) => quote(each)).join(', ') || 'none';
    return refuse(
      'executor_unknown',
      `The executor ${quote(String(options.executor))} does not exist. Available executors: ${names}.`,
    );
  }
  const known = services.actions.get(ticket.action);
  if (known === undefined) {
    return refuse(
      'action_unknown',
      `This runner has no definition of the action ${quote(ticket.action)}. Add it to the actions of the runner.`,
    );
  }
  const { action } = known;
  if (known.digest !== ticket.definition) {
    const why = 'differs from the definition in the decision. Request a new decision.';
    return refuse('definition_mismatch', `The definition of ${quote(action.name)} on this runner ${why}`);
  }
  const given = readGiven(options.params);
  if (!given.ok) return given;
  addSecrets(action, given.params, redactor);
  const match = matchParams(ticket, known, given.params, services);
  if (!match.ok) return refuse(match.code, match.reason);
  const { params } = match;
  const supported = askSupport(executor, action, redactor);
  if (!supported.ok) return supported;
  const place = needsTarget(action)
    ? await readScope(ticket.scope, executor, services, redactor)
    : readNoTarget(ticket, action);
  if (!place.ok) return refuse(place.code, place.reason);
  const { scope } = place;
  const seconds = boundTimeout(action, params, options.timeout ?? services.timeout, options.timeout !== undefined);
  const credentials = await authorizeCredentials(executor, { action, params, scope, timeout: seconds }, services);
  if (!credentials.ok) return credentials;
  if (options.signal?.aborted === true) return refuse('aborted', STOPPED);
  const target = ticket.target === null ? null : { id: ticket.target, type: ticket.target_type ?? '', scope };
  const execution = { audit_id: ticket.audit_id, action, params, target, credentials: null };
  const { declared, grant } = credentials;
  // A run ends when its credentials expire, at the latest.
  return { ok: true, ticket, action, executor, execution, declared, grant, timeout: grant?.ttl ?? seconds };
}

type CredentialsResult = ({ readonly ok: true } & Pick<Authorization, 'declared' | 'grant'>) | Refusal;

async function authorizeCredentials(
  executor: Executor,
  source: Parameters<typeof renderGrant>[0],
  services: Services,
): Promise<CredentialsResult> {
  const { credentials, name } = source.action;
  if (credentials === null) return { ok: true, declared: null, grant: null };
  const rendered = renderGrant({ ...source, rules: await services.executors.findRules(credentials.type, executor) });
  if (!rendered.ok) return refuse(rendered.code, rendered.reason);
  const declared = rendered.grant;
  if (executor.hasNoEffect === true) return { ok: true, declared, grant: null };
  if (services.vault !== undefined) return { ok: true, declared, grant: declared };
  if (services.ambientCredentials) return { ok: true, declared, grant: null };
  const why = `The action ${quote(name)} needs credentials, and no vault is configured to issue them.`;
  return refuse(
    'credentials_unconfigured',
    `${why} Configure "credential_vault", or set "runner.ambient_credentials".`,
  );
}

/** Asks an executor whether it supports an action. An executor that is written in JavaScript may return any value. */
function askSupport(executor: Executor, action: Action, redactor: Redactor): { readonly ok: true } | Refusal {
  const why = `The executor ${quote(executor.name)} does not support ${quote(action.name)}.`;
  try {
    const answer: SupportResult | null | undefined = executor.supports(action);
    return answer?.ok === true ? { ok: true } : refuse('executor_unsupported', `${why} ${reasonOf(answer)}`);
  } catch (error) {
    return refuse('executor_unsupported', `${why} It failed: ${redactor.redactError(error)}`);
  }
}

type AuthorizationRequest = Pick<RunContext, 'redactor' | 'services'> & {
  readonly options: Pick<RunOptions, 'executor' | 'params' | 'signal' | 'timeout'>;
};

/**
 * Returns the time limit of a run, in seconds. An action may have a parameter `timeout` for it. If the action also has a state
 * field `timeout`, the parameter sets a property of the target and does not limit the run.
 */
function boundTimeout(action: Action, params: JsonObject, configured: number, isGiven: boolean): number {
  const isOwn = !action.state_fields.some(({ name }) => name === 'timeout');
  const own = isOwn && Object.hasOwn(params, 'timeout') ? params.timeout : undefined;
  if (typeof own !== 'number' || !(own > 0)) return configured;
  return Math.min(own, isGiven ? configured : LONGEST_TIMEOUT);
}

type PlaceResult =
  | { readonly ok: true; readonly scope: TargetScope | null }
  | Refused<'scope_mismatch' | 'scope_required'>;

/** Milliseconds for an executor to compare a scope with its configuration, without contacting the target. */
const CONFIGURATION_PATIENCE = 10_000;

/** An action without a target has no scope to verify. A ticket that names a target is not about this action. */
function readNoTarget({ scope, target, target_type }: Ticket, { name }: Action): PlaceResult {
  if (target === null && target_type === null && scope === null) return { ok: true, scope };
  const why = `${quote(name)} is an action without a target, but the ticket names one.`;
  return { ok: false, code: 'scope_mismatch', reason: `${why} Request a new decision without a target.` };
}

/** Refuses a scope with a field that the executor does not support, because that field may distinguish two targets. */
async function readScope(
  scope: JsonObject | null,
  executor: Executor,
  services: Services,
  redactor: Redactor,
): Promise<PlaceResult> {
  const differ = (reason: string): PlaceResult => ({ ok: false, code: 'scope_mismatch', reason });
  if (scope === null) {
    if (!services.requireScope) return { ok: true, scope };
    const why = 'The ticket has no scope for its target, so the runner cannot verify the target.';
    return { ok: false, code: 'scope_required', reason: `${why} Give the target a "scope" in the inventory.` };
  }
  const members = Object.entries(scope);
  // An executor without effect accepts every field, because it replaces any other executor.
  const fields = executor.hasNoEffect === true ? TARGET_SCOPE_FIELDS : executor.scopeFields;
  const isKnown = ([name, value]: readonly [string, unknown]) =>
    fields.includes(name) && typeof value === 'string' && value !== '';
  if (members.length === 0) return differ('The scope of the target is empty. Fill in its "scope" in the inventory.');
  const unknown = members.find((member) => !isKnown(member));
  if (unknown !== undefined) {
    const known = fields.map((each) => quote(each)).join(', ') || 'none';
    const why = `The executor ${quote(executor.name)} does not support ${quote(unknown[0])} in the scope of the target.`;
    return differ(`${why} It supports text values for: ${known}.`);
  }
  const limit = new TimeLimit(services.clock, CONFIGURATION_PATIENCE);
  try {
    const checked = await limit.wait(() => executor.checkScope(scope));
    if (!checked.done) return differ('The executor did not check the scope of the target in time.');
    // An executor that is written in JavaScript may return any value.
    const answer: ScopeResult | undefined = checked.value;
    return answer?.ok === true ? { ok: true, scope } : differ(reasonOf(answer));
  } catch (error) {
    return differ(`The executor could not check the scope of the target: ${redactor.redactError(error)}`);
  } finally {
    limit.close();
  }
}

type GivenParams = { readonly ok: true; readonly params: JsonObject } | Refusal;

function readGiven(given: unknown): GivenParams {
  try {
    const params = snapshotJson(given ?? {}, 'params');
    if (typeof params === 'object' && params !== null && !isJsonArray(params)) return { ok: true, params };
    return refuse('params_mismatch', 'The given params are not an object.');
  } catch (error) {
    // The details of the error could quote parts of a sensitive parameter.
    if (!(error instanceof JsonError)) throw error;
    return refuse('params_mismatch', 'The given params contain a value that JSON cannot represent.');
  }
}

/** Adds the sensitive parameters to the redactor before a message can quote them. */
function addSecrets(action: Action, given: JsonObject, redactor: Redactor): void {
  for (const { name, sensitive } of action.parameters) {
    if (sensitive && Object.hasOwn(given, name)) redactor.add(given[name]);
  }
  redactor.addNamed(given, new Set(action.parameters.map(({ name }) => name)));
}
