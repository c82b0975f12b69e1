import { type DecisionResult, type JsonValue, quote } from '@agent-safe/core';

/** One difference from the original request. */
export interface Edit {
  /** `target`, `params.replicas`, `caller.roles`, `ticket_id`, `at` … */
  readonly field: string;
  readonly change: 'set' | 'add' | 'remove' | 'rename';
  /** Original value: masked for sensitive parameters, null for none. */
  readonly from: JsonValue;
  /** New value: null for any value as in `expected`, or if the field is removed. */
  readonly to: JsonValue;
  /** Description of the value, if the search cannot know it. */
  readonly expected?: string;
}

/** A set of edits, and the answer to the edited request. */
export interface Change {
  readonly edits: readonly Edit[];
  readonly result: DecisionResult;
  /** The rule that would decide; null for none. */
  readonly policy_matched: string | null;
  /** Description of the edits: `with the role "deployer"`. */
  readonly text: string;
}

/** Describes an edit as part of a sentence: "on target …, with …". */
export function describeEdit({ change, expected, field, from, to }: Edit): string {
  const shown = show(to);
  if (field === 'target') return to === null ? 'without a target' : `on target ${shown}`;
  if (field === 'action') return `with the action ${shown}`;
  if (field === 'ticket_id') {
    const pattern = expected === undefined ? '' : ` (${expected})`;
    return to === null ? 'without a change ticket' : `with a change ticket${pattern}`;
  }
  if (field === 'at') return `at ${shown.slice(1, -1)}`;
  if (field === 'caller') return change === 'remove' ? 'without a caller' : 'with a verified caller';
  if (field === 'caller.agent_id') return expected === undefined ? `as the agent ${shown}` : `as ${expected}`;
  if (field === 'caller.roles')
    return `${change === 'add' ? 'with' : 'without'} the role ${show(change === 'add' ? to : from)}`;
  if (field === 'caller.groups')
    return `${change === 'add' ? 'in' : 'outside'} the group ${show(change === 'add' ? to : from)}`;
  if (field === 'caller.delegation_chain') return describeDelegation(to, expected);
  if (field === 'caller.delegation_scopes') return 'without delegation scopes';
  if (field === 'params') return `without ${expected ?? 'params'}`;
  const name = quote(field.slice('params.'.length)).slice(1, -1);
  if (change === 'remove') return `without the parameter "${name}"`;
  if (change === 'rename') return `with "${name}" renamed to ${shown}`;
  return expected === undefined ? `with ${name} ${shown}` : `with ${name} (${expected})`;
}

function describeDelegation(to: JsonValue, expected: string | undefined): string {
  if (Array.isArray(to) && to.length === 0) return 'without delegation';
  if (expected !== undefined) return expected;
  const chain = Array.isArray(to) ? (to as readonly JsonValue[]) : [];
  return `delegated by ${chain.map(show).join(', then ')}`;
}

function show(value: JsonValue): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}
