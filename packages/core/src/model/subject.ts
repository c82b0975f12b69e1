import type { JsonScalar } from '../json/json.ts';

/** A property of a subject. */
export type SubjectProperty = JsonScalar | readonly string[];

/** An agent, person or other identity that searches know, as described in the file `subjects`. */
export interface Subject {
  /** `agent` for an agent with identity tokens. A caller of another type is asserted by a gateway. */
  readonly type: string;
  /** Unique within the type. */
  readonly id: string;
  /** The name of the subject as a caller: in rules, approvals, revocations and the log. */
  readonly agent_id: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly properties: { readonly [property: string]: SubjectProperty };
}

/** The type of the agents that identity tokens prove. */
export const AGENT_TYPE = 'agent';

/**
 * Returns the agent id of a subject whose file names no other: the id of an agent, and `TYPE:ID` for any other type. So
 * no subject of another type speaks as an agent.
 */
export function agentIdOf({ id, type }: Pick<Subject, 'id' | 'type'>): string {
  return type === AGENT_TYPE ? id : `${type}:${id}`;
}
