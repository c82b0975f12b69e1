import {
  AgentSafeError,
  closestTypo,
  DEFAULT_AUDIENCE,
  DEFAULT_DELEGATION,
  type DelegationSettings,
  quote,
} from '@agent-safe/core';
import type { TicketSettings } from '@agent-safe/schemas';

/** What the schema of agent-safe.yaml fills in, for those who have no file. */
const DEFAULT_TICKETS: TicketSettings = { audience: DEFAULT_AUDIENCE, ttl_seconds: 300 };
const DEEPEST = 16;
const LONGEST_TICKET = 86_400;

/** @throws AgentSafeError ERR_CONFIG_INVALID where the option is not as the schema of the file says */
export function mergeTickets(
  option: Partial<TicketSettings> | undefined,
  setting: TicketSettings | undefined,
): TicketSettings {
  if (option === undefined) return setting ?? DEFAULT_TICKETS;
  refuseUnknown('tickets', option, ['audience', 'ttl_seconds']);
  const merged = { ...(setting ?? DEFAULT_TICKETS), ...given(option) };
  refuseWrongText('tickets.audience', merged.audience);
  if (!isInteger(merged.ttl_seconds, 1, LONGEST_TICKET)) {
    throw wrong('tickets.ttl_seconds', `must be an integer from 1 to ${LONGEST_TICKET}`);
  }
  return merged;
}

/** @throws AgentSafeError ERR_CONFIG_INVALID where the option is not as the schema of the file says */
export function mergeDelegation(
  option: Partial<DelegationSettings> | undefined,
  setting: DelegationSettings | undefined,
): DelegationSettings {
  if (option === undefined) return setting ?? DEFAULT_DELEGATION;
  refuseUnknown('delegation', option, ['max_depth', 'grants']);
  const merged = { ...(setting ?? DEFAULT_DELEGATION), ...given(option) };
  if (!isInteger(merged.max_depth, 1, DEEPEST)) {
    throw wrong('delegation.max_depth', `must be an integer from 1 to ${DEEPEST}`);
  }
  if (!Array.isArray(merged.grants)) throw wrong('delegation.grants', 'must be a list');
  for (const grant of merged.grants) {
    refuseUnknown('delegation.grants', grant, ['parent', 'children']);
    refuseWrongText('delegation.grants.parent', grant.parent ?? '');
    const { children } = grant as { readonly children?: unknown };
    if (!Array.isArray(children) || !children.every(isText)) {
      throw wrong('delegation.grants.children', 'must be a list of texts');
    }
  }
  return merged;
}

/** @throws AgentSafeError ERR_CONFIG_INVALID */
export function refuseWrongText(option: string, value: string | undefined): void {
  if (value !== undefined && !isText(value)) throw wrong(option, 'must be a text');
}

function refuseUnknown(option: string, value: object, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(option, 'must be an object');
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const meant = closestTypo(unknown, known);
  const hint = meant === undefined ? `It may have ${known.join(', ')}.` : `Did you mean ${quote(meant)}?`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', `The option ${option} has no ${quote(unknown)}. ${hint}`);
}

/** What is given as undefined is left out. */
function given<Document extends object>(document: Document): Document {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined)) as Document;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isInteger(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

function wrong(option: string, why: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', `The option ${option} ${why}.`);
}
