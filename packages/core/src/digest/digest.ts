import { encodeBase64url } from '../bytes/base64url.ts';
import { computeSha256 } from '../bytes/sha256.ts';
import { canonicalJson } from '../json/canonical-json.ts';
import type { JsonObject, JsonValue } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import type { Caller } from '../model/caller.ts';
import type { Target } from '../model/target.ts';

/** What masked values look like where no mask key is configured. */
export const MASK = '***';
const MASKED_PREFIX = 'hmac-sha256:';

/** Loaded when it is first needed, and not by an import, which would take longer than all else that an agent loads. */
const crypto = () => process.getBuiltinModule('node:crypto');

/** Unpadded base64url SHA-256 of a text's UTF-8 bytes. Where there is no Node, as in browsers, plain code computes it. */
export function sha256(text: string): string {
  const { process: runtime } = globalThis as { readonly process?: Partial<NodeJS.Process> };
  const native: typeof import('node:crypto') | undefined = runtime?.getBuiltinModule?.('node:crypto');
  return native === undefined
    ? encodeBase64url(computeSha256(new TextEncoder().encode(text)))
    : native.createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** The digest of a JSON value: SHA-256 over its canonical text. */
export function digestJson(value: JsonValue): string {
  return sha256(canonicalJson(value));
}

/** The digest of an action's whole definition, whatever its file looked like. */
export function digestAction(action: Action): string {
  return digestJson(plain(action));
}

/** A document as JSON: its types are JSON already, except that optional members may be `undefined`. */
export function plain(document: object): JsonValue {
  return JSON.parse(JSON.stringify(document)) as JsonValue;
}

/**
 * What stands for a sensitive value wherever it is stored: equal values have equal masks, so that a digest can be
 * recomputed by whoever holds the key, and nobody else can guess the value.
 */
export function maskValue(maskKey: Uint8Array, action: string, parameter: string, value: JsonValue): string {
  const text = canonicalJson([action, parameter, value]);
  return MASKED_PREFIX + crypto().createHmac('sha256', maskKey).update(text, 'utf8').digest('base64url');
}

/** The parameters as they may be stored and shown. Without a mask key sensitive values become `***`. */
export function maskParams(action: Action, params: JsonObject, maskKey: Uint8Array | undefined): JsonObject {
  const masked: Record<string, JsonValue> = { ...params };
  for (const parameter of action.parameters) {
    const value = Object.hasOwn(params, parameter.name) ? params[parameter.name] : undefined;
    if (!parameter.sensitive || value === undefined) continue;
    masked[parameter.name] = maskKey === undefined ? MASK : maskValue(maskKey, action.name, parameter.name, value);
  }
  return masked;
}

export interface DigestInput {
  readonly caller: Caller | undefined;
  /** The id that was asked for. */
  readonly targetId: string | null;
  /** The inventory's entry for it, where there is one. */
  readonly target: Target | undefined;
  readonly action: Action;
  /** After defaults, in clear. */
  readonly params: JsonObject;
  readonly ticketId: string | undefined;
  readonly maskKey: Uint8Array | undefined;
}

/**
 * All that the digest of a request is made of.
 *
 * @returns null where a sensitive parameter is given and there is no key to mask it with
 */
export function bindRequest(input: DigestInput): RequestBinding | null {
  const { action, caller, maskKey, params, target } = input;
  const isSensitive = action.parameters.some(({ name, sensitive }) => sensitive && Object.hasOwn(params, name));
  if (isSensitive && maskKey === undefined) return null;
  return {
    caller: caller?.agent_id ?? null,
    chain: caller?.delegation_chain ?? [],
    caller_verified: caller?.verified ?? false,
    target: input.targetId,
    target_type: target?.type ?? null,
    scope: target?.scope === undefined ? null : (plain(target.scope) as JsonObject),
    action: action.name,
    params: maskParams(action, params, maskKey),
    ticket_id: input.ticketId ?? null,
    definition: digestAction(action),
  };
}

/** All that a digest is made of, in the names that tickets have for it. */
export interface RequestBinding {
  readonly caller: string | null;
  /** Agent ids, outermost first. */
  readonly chain: readonly string[];
  readonly caller_verified: boolean;
  readonly target: string | null;
  readonly target_type: string | null;
  readonly scope: JsonObject | null;
  readonly action: string;
  /** With defaults applied, sensitive ones masked. */
  readonly params: JsonObject;
  readonly ticket_id: string | null;
  /** The digest of the action's definition. */
  readonly definition: string;
}

/**
 * The digest of a request whose parts are known, so that whoever holds a ticket can tell that they belong together. The
 * shape is AuthZEN's subject, resource, action and context.
 *
 * @see https://openid.net/specs/authorization-api-1_0.html
 */
export function digestBinding(binding: RequestBinding): string {
  const { caller, caller_verified: verified, chain, scope, target, target_type } = binding;
  return digestJson({
    subject: { type: 'agent', id: caller, properties: { chain, verified } },
    resource: { type: target_type, id: target, properties: { scope } },
    action: { name: binding.action, properties: binding.params },
    context: { ticket_id: binding.ticket_id, definition: binding.definition },
  });
}
