import { describeType, nearestSlip, quote } from '@agent-safe/core';

/** A request whose shape is right. What is in it is still untrusted. */
export interface ReadRequest {
  readonly action: string;
  readonly target: string | undefined;
  readonly caller: string | undefined;
  readonly params: unknown;
  readonly ticket_id: string | undefined;
}

const TEXTS = ['action', 'target', 'caller', 'ticket_id'] as const;
const KNOWN: readonly string[] = [...TEXTS, 'params'];
/** Long enough for any name; tokens may be longer. */
const LONGEST = { action: 256, target: 1_024, caller: 65_536, ticket_id: 1_024 } as const;

/**
 * Reads each field of a request once. A field that is unknown is refused and not ignored: a misspelt one would decide
 * about another request than was meant.
 *
 * @returns the request, or why it is none
 */
export function readRequest(request: unknown): ReadRequest | { readonly invalid: string } {
  if (typeof request !== 'object' || request === null) {
    return { invalid: `A request must be an object, but it is ${describeType(request)}.` };
  }
  let fields: Record<string, unknown>;
  try {
    if (Array.isArray(request)) return { invalid: 'A request must be an object, but it is an array.' };
    fields = { ...request };
  } catch {
    return { invalid: 'The request cannot be read: one of its fields throws.' };
  }
  const unknown = Object.keys(fields).find((key) => !KNOWN.includes(key) && fields[key] !== undefined);
  if (unknown !== undefined) {
    const meant = nearestSlip(unknown, KNOWN);
    const hint = meant === undefined ? `It may have ${KNOWN.join(', ')}.` : `Did you mean ${quote(meant)}?`;
    return { invalid: `A request has no field ${quote(unknown)}. ${hint}` };
  }
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const key of TEXTS) {
    const value = fields[key] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== 'string') return { invalid: `"${key}" must be a string, but it is ${describeType(value)}.` };
    if (value.length > LONGEST[key]) return { invalid: `"${key}" is longer than ${LONGEST[key]} characters.` };
    if (!value.isWellFormed()) return { invalid: `"${key}" is not valid Unicode.` };
    texts[key] = value;
  }
  if (texts.action === undefined || texts.action === '') return { invalid: '"action" is missing.' };
  if (texts.target === '') return { invalid: '"target" is empty. Leave it out where there is none.' };
  const { action, caller, target, ticket_id } = texts;
  return { action, caller, target, ticket_id, params: fields.params };
}
