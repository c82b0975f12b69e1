import {
  DEFAULT_DELEGATION,
  DEFAULT_TICKETS,
  type DelegationGrant,
  type DelegationSettings,
  SETTING_LIMITS,
  VISIBLE_PATTERN,
} from '@agent-safe/core';
import {
  checkOptions,
  integer,
  list,
  matching,
  name,
  object,
  overrideSetting,
  type Shape,
  setting,
  text,
} from '@agent-safe/core/options';
import type { TicketSettings } from '@agent-safe/schemas';

const { delegationDepth, ticketSeconds } = SETTING_LIMITS;
const visibleText = matching(VISIBLE_PATTERN, 'text');

/** Reads `tickets` that a program passes. */
export const ticketsShape: Shape<TicketSettings> = object<TicketSettings>({
  audience: setting(visibleText, DEFAULT_TICKETS.audience),
  ttl_seconds: setting(integer(ticketSeconds.least, ticketSeconds.most), DEFAULT_TICKETS.ttl_seconds),
});

/** Reads `delegation` that a program passes. */
export const delegationShape: Shape<DelegationSettings> = object<DelegationSettings>({
  max_depth: setting(integer(delegationDepth.least, delegationDepth.most), DEFAULT_DELEGATION.max_depth),
  grants: setting(list(object<DelegationGrant>({ parent: name, children: list(text) })), DEFAULT_DELEGATION.grants),
});

/** @throws AgentSafeError ERR_CONFIG_INVALID */
export function mergeTickets(
  option: Partial<TicketSettings> | undefined,
  given: TicketSettings = DEFAULT_TICKETS,
): TicketSettings {
  return option === undefined ? given : overrideSetting(ticketsShape, given, option, 'tickets');
}

/** @throws AgentSafeError ERR_CONFIG_INVALID */
export function mergeDelegation(
  option: Partial<DelegationSettings> | undefined,
  given: DelegationSettings = DEFAULT_DELEGATION,
): DelegationSettings {
  return option === undefined ? given : overrideSetting(delegationShape, given, option, 'delegation');
}

const secretName = matching(/[\p{L}\p{N}]/u, 'text with a letter or a digit');

/** @throws AgentSafeError ERR_CONFIG_INVALID */
export function mergeSecretNames(
  option: readonly string[] | undefined,
  given: readonly string[] = [],
): readonly string[] {
  if (option === undefined) return given;
  checkOptions(list(secretName), option, 'secretNames');
  return option;
}

/** @throws AgentSafeError ERR_CONFIG_INVALID */
export function refuseWrongText(option: string, value: string | undefined): void {
  if (value !== undefined) checkOptions(visibleText, value, option);
}
