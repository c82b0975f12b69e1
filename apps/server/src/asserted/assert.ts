import { quote, type Refused } from '@agent-safe/core';
import type { AssertedType, AuthzenSettings } from '@agent-safe/schemas';
import type { Target, VerifiedCaller } from '@agent-safe/sdk';

/** A subject or resource of a request. */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** The entry of an asserted subject in the file of subjects. Asserted properties count before it. */
export interface KnownSubject {
  readonly agent_id?: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

type Unreadable = Refused<'request_invalid'>;
type CallerResult = { readonly ok: true; readonly caller: VerifiedCaller } | Unreadable;
type TargetResult = { readonly ok: true; readonly target: Target } | Unreadable;

/** The parts of a loaded project that say which subjects a gateway may assert. */
export interface AssertableSubjects {
  readonly authzen: AuthzenSettings;
  readonly subjects: { readonly find: (type: string, id: string) => KnownSubject | undefined };
}

/** Returns the settings of a type that gateways may assert; undefined for another type. */
export function assertedType({ types }: AuthzenSettings, name: string): AssertedType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** Returns the caller that a gateway asserts, if the settings allow subjects of its type. */
export function assertSubject(
  subject: Entity,
  { authzen, subjects }: AssertableSubjects,
): CallerResult | Refused<'caller_invalid'> {
  const settings = assertedType(authzen, subject.type);
  if (settings?.subject === true) return assertCaller(subject, settings, subjects.find(subject.type, subject.id));
  const reason = `API keys may not assert subjects of the type ${quote(subject.type, 128)}. Add it to "authzen.types" with "subject: true".`;
  return { ok: false, code: 'caller_invalid', reason };
}

function assertCaller(subject: Entity, { groups, roles }: AssertedType, known?: KnownSubject): CallerResult {
  const asserted = subject.properties ?? {};
  const holdings: { roles: readonly string[]; groups: readonly string[] } = { roles: [], groups: [] };
  for (const [kind, names] of [
    ['roles', roles],
    ['groups', groups],
  ] as const) {
    const isAsserted = names.some((name) => Object.hasOwn(asserted, name));
    const properties = isAsserted ? asserted : { ...known?.properties };
    const read = readTexts(properties, names);
    if (!read.ok) return read;
    holdings[kind] = isAsserted ? read.texts : [...(known?.[kind] ?? []), ...read.texts];
  }
  const agent_id = known?.agent_id ?? `${subject.type}:${subject.id}`;
  return { ok: true, caller: { agent_id, roles: unique(holdings.roles), groups: unique(holdings.groups) } };
}

/** Returns the target that a gateway asserts. Its text properties are labels. */
export function assertTarget(resource: Entity, settings: AssertedType, known?: Target): TargetResult {
  const { properties = {}, type } = resource;
  const labels: Record<string, string> = { ...known?.labels };
  for (const [name, value] of Object.entries(properties)) {
    if (settings.labels !== undefined && !settings.labels.includes(name) && name !== settings.owner) continue;
    const text = toText(value);
    // A label that is left out could keep a deny rule from matching.
    if (text === undefined)
      return unreadable(`The property "${name.slice(0, 64)}" of the resource`, 'text, a number or a boolean');
    labels[name] = text;
  }
  const { environment, sensitivity } = known ?? settings;
  const owner = Object.hasOwn(properties, settings.owner) ? labels[settings.owner] : known?.owner;
  const id = known?.id ?? assertedId(resource);
  // Bindings and scope of the inventory hold for every description of its target.
  const { bindings = {}, scope } = known ?? {};
  const target = { id, type, environment, sensitivity, owner: owner ?? '', labels, bindings };
  return { ok: true, target: scope === undefined ? target : { ...target, scope } };
}

/** The id of an asserted entity. An id of the inventory or of an identity token never becomes another type's. */
export function assertedId({ id, type }: Pick<Entity, 'id' | 'type'>): string {
  return `${type}:${id}`;
}

function readTexts(
  properties: Readonly<Record<string, unknown>>,
  names: readonly string[],
): { readonly ok: true; readonly texts: readonly string[] } | Unreadable {
  const texts: string[] = [];
  for (const name of names) {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (value === undefined || value === null) continue;
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!list.every((each) => typeof each === 'string'))
      return unreadable(`The property "${name}" of the subject`, 'text or a list of texts');
    texts.push(...list);
  }
  return { ok: true, texts };
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function unreadable(what: string, expected: string): Unreadable {
  return { ok: false, code: 'request_invalid', reason: `${what} is not ${expected}. Correct it.` };
}
