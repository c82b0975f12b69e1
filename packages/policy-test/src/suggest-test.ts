import type { Action, JsonObject } from '@agent-safe/core';
import { type ResolvedRequest, suggestParams } from '@agent-safe/pdp/analysis';
import { UNNAMED } from './caller-space.ts';
import type { Answer } from './mutant.ts';

/** A policy test in the format of a test file. Values that only the author knows are in angle brackets. */
export interface SuggestedTest {
  readonly name: string;
  readonly action: string;
  readonly target?: string;
  readonly caller?: string | JsonObject;
  readonly params?: JsonObject;
  readonly ticket_id?: string;
  readonly timestamp?: string;
  readonly expect: Answer;
}

/** Returns the test for a request and its expected answer. */
export function suggestTest(
  { actions }: { readonly actions: readonly Action[] },
  { action: name, at, caller, hasChangeTicket, slots, verifiedChain, target }: ResolvedRequest,
  expected: Answer,
  needsTime: boolean,
): SuggestedTest {
  const action = actions.find((each) => each.name === name);
  const params = action === undefined ? {} : paramsOf(action, suggestParams(action, target), slots);
  const {
    agent_id: agent = UNNAMED,
    delegation_chain = [],
    delegation_holdings = [],
    groups = [],
    roles = [],
  } = caller ?? {};
  const agent_id = agent === UNNAMED ? 'another-agent' : agent;
  // With keys, a bare name is not a verified caller.
  const isPlain =
    verifiedChain === Number.POSITIVE_INFINITY && delegation_chain.length + groups.length + roles.length === 0;
  const described = isPlain
    ? agent_id
    : {
        agent_id,
        roles,
        groups,
        delegation_chain: delegation_chain.map((link, place) => {
          const name = link === UNNAMED ? 'another-agent' : link;
          const held = delegation_holdings[place] ?? { roles, groups };
          const holdsMore = held.roles.length > roles.length || held.groups.length > groups.length;
          return holdsMore ? { agent_id: name, roles: held.roles, groups: held.groups } : name;
        }),
      };
  return {
    name: `${name}${target === undefined ? '' : ` on ${target.id}`} is decided by ${expected.rule ?? 'no rule'}`,
    action: name,
    ...(target === undefined ? {} : { target: target.id }),
    ...(caller === undefined ? {} : { caller: described }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(hasChangeTicket ? { ticket_id: 'TICKET-1' } : {}),
    ...(needsTime ? { timestamp: new Date(at).toISOString() } : {}),
    expect: expected,
  };
}

/** Returns the values of a request. A sensitive value is known only by its mask, so its author must give it. */
function paramsOf(action: Action, suggested: JsonObject, slots: ResolvedRequest['slots']): JsonObject {
  if (slots === undefined) return suggested;
  const entries = action.parameters.flatMap(({ name, sensitive }, slot) => {
    const value = slots[slot];
    if (value === undefined) return [];
    const suggestion = suggested[name];
    return [[name, sensitive && suggestion !== undefined ? suggestion : sensitive ? '<a secret>' : value] as const];
  });
  return Object.fromEntries(entries);
}
