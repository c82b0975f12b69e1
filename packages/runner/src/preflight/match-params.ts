import {
  digestBinding,
  type JsonObject,
  listMasked,
  maskParams,
  type ParameterSlots,
  quote,
  type Refused,
} from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import type { KnownAction, Services } from '../run/options.ts';

export type ParamsMatch =
  | { readonly ok: true; readonly params: JsonObject }
  | Refused<'params_required' | 'params_mismatch'>;

/**
 * Returns the parameters of a ticket in plain text. A ticket holds only masks of sensitive values, so the caller gives those again. The
 * digest of all parameters must match the digest of the ticket.
 *
 * @param given parameters from the caller; messages never quote their values
 */
export function matchParams(
  ticket: Ticket,
  { action, digest, reader }: KnownAction,
  given: JsonObject,
  { maskKey, secretNames: names }: Pick<Services, 'maskKey' | 'secretNames'>,
): ParamsMatch {
  const masked = listMasked(action, ticket.params, names);
  const absent = masked.filter((name) => !Object.hasOwn(given, name));
  if (absent.length > 0) {
    const names = absent.map((name) => quote(name)).join(', ');
    const what = absent.length === 1 ? 'The sensitive parameter' : 'The sensitive parameters';
    const reason = `${what} ${names} must be given in plain text. The runner compares the values with the ticket and does not store them.`;
    return { ok: false, code: 'params_required', reason };
  }
  if (masked.length > 0 && maskKey === undefined) {
    const reason =
      'This runner has no mask key, so it cannot verify sensitive parameters. Give it the mask key of the decision.';
    return { ok: false, code: 'params_mismatch', reason };
  }
  const added = Object.keys(given).find((name) => !Object.hasOwn(ticket.params, name));
  if (added !== undefined) return mismatch(`${quote(added)} is not in the ticket.`);
  const slots: ParameterSlots = [];
  const read = reader.read({ ...ticket.params, ...given }, slots);
  if (!read.ok) return mismatch(read.reason);
  const params = reader.toObject(slots);
  const binding = {
    ...ticket,
    chain: ticket.chain.map(({ agent_id }) => agent_id),
    params: maskParams(action, params, maskKey, names),
    definition: digest,
  };
  if (digestBinding(binding) === ticket.digest) return { ok: true, params };
  return mismatch('They differ from the params of the decision.');
}

function mismatch(why: string): ParamsMatch {
  return { ok: false, code: 'params_mismatch', reason: `The params are refused. ${why}` };
}
