import { readBackwards } from '@agent-safe/audit';
import {
  closestMatch,
  compileGlob,
  describeCause,
  didYouMean,
  type JsonValue,
  type LogLine,
  quote,
} from '@agent-safe/core';
import type { ProjectServices } from '@agent-safe/sdk';

/** Most audit events that are read, from the newest. Reading them takes well under a second. */
const MOST_EVENTS = 10_000;

/** The members of an audit event that hold ids of agents. */
const AGENT_MEMBERS = ['caller', 'approver', 'parent_agent_id', 'child_agent_id', 'chain', 'approver_chain'] as const;

/**
 * Returns a note if an agent id occurs nowhere: it may be misspelled, and then the wrong agent was revoked. The note names the
 * places that were searched. A token that was issued but never used leaves no trace, so the note proves nothing.
 *
 * @param ignored types of audit events that prove nothing, such as the event of the command itself
 * @returns undefined if the id was found
 */
export async function noteIfUnknown(
  agent: string,
  { limits, settings }: Pick<ProjectServices, 'limits' | 'settings'>,
  ignored: readonly string[] = [],
): Promise<string | undefined> {
  const names = new Set<string>();
  const searched: string[] = [];
  const unread: string[] = [];
  const search = async (place: string, find: () => Promise<void>) => {
    try {
      await find();
      searched.push(place);
    } catch (error) {
      unread.push(`${place} cannot be read (${describeCause(error)})`);
    }
  };
  const { grants } = settings.delegation;
  if (grants.some(({ children, parent }) => parent === agent || children.some((glob) => compileGlob(glob)(agent)))) {
    return undefined;
  }
  for (const { parent } of grants) names.add(parent);
  searched.push('the delegation grants');
  await search('the limits', async () => {
    for (const { key } of await limits.list()) names.add(key.slice(key.indexOf(':') + 1));
  });
  const { auditLog } = settings;
  if (auditLog !== undefined) {
    await search(`the last ${MOST_EVENTS.toLocaleString('en')} audit events`, () =>
      readNames(auditLog.path, agent, names, ignored),
    );
  }
  if (names.has(agent)) return undefined;
  const hint = closestMatch(
    agent,
    [...names].filter((name) => name !== ''),
  );
  return [
    `${quote(agent)} was not found in ${join(searched)}.`,
    ...unread.map((each) => `${each.charAt(0).toUpperCase()}${each.slice(1)}.`),
    hint === undefined ? 'Check the spelling.' : didYouMean(hint),
    'An agent whose token was never used leaves no trace.',
  ].join(' ');
}

/** Adds the agents that events name, until the wanted one is among them. */
async function readNames(path: string, wanted: string, names: Set<string>, ignored: readonly string[]): Promise<void> {
  let count = 0;
  for await (const line of readBackwards(path)) {
    for (const name of namesIn(line, ignored)) names.add(name);
    count += 1;
    if (names.has(wanted) || count >= MOST_EVENTS) return;
  }
}

function namesIn(line: LogLine, ignored: readonly string[]): readonly string[] {
  if (!('event' in line) || ignored.some((type) => type === line.event.event_type)) return [];
  const values = AGENT_MEMBERS.map((member): JsonValue | undefined => line.event[member]);
  return values.flat().filter((value): value is string => typeof value === 'string');
}

function join(places: readonly string[]): string {
  return places.length < 2 ? places.join() : `${places.slice(0, -1).join(', ')} or ${places.at(-1)}`;
}
