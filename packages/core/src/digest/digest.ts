import { encodeBase64url } from '../bytes/base64url.ts';
import { computeSha256 } from '../bytes/sha256.ts';
import { canonicalJson } from '../json/canonical-json.ts';
import type { JsonObject, JsonValue } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import type { Caller } from '../model/caller.ts';
import type { Target } from '../model/target.ts';
import { MASK } from '../secrets/mask.ts';
import { redactNames } from '../secrets/redact-names.ts';
import { SECRET_NAMES, type SecretNames } from '../secrets/secret-names.ts';

const MASKED_PREFIX = 'hmac-sha256:';

/**
 * Loads `node:crypto` on first use. An import at start would take longer than all other modules of an agent together.
 */
const crypto = () => process.getBuiltinModule('node:crypto');

/** Returns the SHA-256 of a text's UTF-8 bytes, unpadded base64url. Also works without Node, as in browsers. */
export function sha256(text: string): string {
  const { process: runtime } = globalThis as { readonly process?: Partial<NodeJS.Process> };
  const native: typeof import('node:crypto') | undefined = runtime?.getBuiltinModule?.('node:crypto');
  return native === undefined
    ? encodeBase64url(computeSha256(new TextEncoder().encode(text)))
    : native.hash('sha256', text, 'base64url');
}

/** Returns the digest of a JSON value: SHA-256 over its canonical text. */
export function digestJson(value: JsonValue): string {
  return sha256(canonicalJson(value));
}

/** Returns the digest of an action's whole definition. Comments and layout of its file do not change the digest. */
export function digestAction(action: Action): string {
  return digestJson(plain(action));
}

/** Returns a document as plain JSON, without members that are `undefined`. */
export function plain(document: object): JsonValue {
  return JSON.parse(JSON.stringify(document)) as JsonValue;
}

/**
 * Returns the keyed HMAC that replaces a sensitive value. Equal values have equal masks: a holder of the key can
 * recompute a digest. Guessing a value from its mask needs the key.
 */
export function maskValue(maskKey: Uint8Array, action: string, parameter: string, value: JsonValue): string {
  const text = canonicalJson([action, parameter, value]);
  return MASKED_PREFIX + crypto().createHmac('sha256', maskKey).update(text, 'utf8').digest('base64url');
}

/**
 * Lists the parameters that are masked: those that are declared sensitive, and those that hold a secret by a name within them,
 * such as the value of the key `DB_PASSWORD`. The name of a declared parameter does not count: its declaration does.
 */
export function listMasked(action: Action, params: JsonObject, names?: SecretNames): readonly string[] {
  const isSuspect = (names ?? SECRET_NAMES).mayOccurIn(JSON.stringify(params));
  const exempt = isSuspect ? new Set(action.parameters.map(({ name }) => name)) : undefined;
  const redacted = isSuspect ? redactNames(params, { names, exempt }).value : params;
  return action.parameters
    .filter(({ name, sensitive }) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (value === undefined) return false;
      // A text in the form of a mask is masked too: otherwise it would have the digest of the value that the mask stands for.
      if (sensitive || isMask(value)) return true;
      return redacted !== params && JSON.stringify(redacted[name]) !== JSON.stringify(value);
    })
    .map(({ name }) => name);
}

/** Whether a value has the form of a mask. */
export function isMask(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && (value === MASK || value.startsWith(MASKED_PREFIX));
}

/** Masks the secret parameters of an action. Without a mask key, they become `***`. */
export function maskParams(
  action: Action,
  params: JsonObject,
  maskKey: Uint8Array | undefined,
  names?: SecretNames,
): JsonObject {
  const masked: Record<string, JsonValue> = { ...params };
  for (const name of listMasked(action, params, names)) {
    masked[name] = maskKey === undefined ? MASK : maskValue(maskKey, action.name, name, params[name] ?? null);
  }
  return masked;
}

export interface DigestInput {
  readonly caller: Caller | undefined;
  /** The requested target id. */
  readonly targetId: string | null;
  /** The target with this id in the inventory; undefined if the inventory has none. */
  readonly target: Target | undefined;
  readonly action: Action;
  /** The digest of the action, if the program computed it before. */
  readonly definition?: string | undefined;
  /** In plain text, with defaults applied. */
  readonly params: JsonObject;
  readonly ticketId: string | undefined;
  /** The id of the decision whose execution the request rolls back. */
  readonly rollbackOf?: string | undefined;
  readonly maskKey: Uint8Array | undefined;
  /** Names of secrets. Default: those of every project. */
  readonly secretNames?: SecretNames | undefined;
}

/**
 * Collects the parts of a request that its digest covers.
 *
 * @returns null if the request has a secret parameter and no mask key is configured
 */
export function bindRequest(input: DigestInput): RequestBinding | null {
  const { action, caller, maskKey, params, rollbackOf, secretNames, target } = input;
  if (maskKey === undefined && listMasked(action, params, secretNames).length > 0) return null;
  return {
    caller: caller?.agent_id ?? null,
    chain: caller?.delegation_chain ?? [],
    caller_verified: caller?.verified ?? false,
    target: input.targetId,
    target_type: target?.type ?? null,
    scope: target?.scope === undefined ? null : (plain(target.scope) as JsonObject),
    action: action.name,
    params: maskParams(action, params, maskKey, secretNames),
    ticket_id: input.ticketId ?? null,
    definition: input.definition ?? digestAction(action),
    ...(rollbackOf === undefined ? {} : { rollback_of: rollbackOf }),
  };
}

/** The parts of a request that its digest covers, named as in tickets. */
export interface RequestBinding {
  readonly caller: string | null;
  /** Agent ids, outermost first. */
  readonly chain: readonly string[];
  readonly caller_verified: boolean;
  readonly target: string | null;
  readonly target_type: string | null;
  readonly scope: JsonObject | null;
  readonly action: string;
  /** With defaults applied and sensitive values masked. */
  readonly params: JsonObject;
  readonly ticket_id: string | null;
  /** The digest of the action's definition. */
  readonly definition: string;
  /** The id of the decision whose execution the request rolls back. Absent for other requests. */
  readonly rollback_of?: string;
}

/**
 * Computes the digest of a request from its parts. An executor recomputes it to check that the parts of a ticket belong
 * together. The shape is AuthZEN's subject, resource, action and context.
 *
 * @see https://openid.net/specs/authorization-api-1_0.html
 */
export function digestBinding(binding: RequestBinding): string {
  const { action, caller, chain, definition, params, rollback_of, scope, target, target_type, ticket_id } = binding;
  // The canonical text of the shape, whose keys are sorted here already. Every decision computes a digest.
  const rollback = rollback_of === undefined ? '' : `,"rollback_of":${canonicalJson(rollback_of)}`;
  return sha256(
    `{"action":{"name":${canonicalJson(action)},"properties":${canonicalJson(params)}},"context":{"definition":${canonicalJson(definition)}${rollback},"ticket_id":${canonicalJson(ticket_id)}},"resource":{"id":${canonicalJson(target)},"properties":{"scope":${canonicalJson(scope)}},"type":${canonicalJson(target_type)}},"subject":{"id":${canonicalJson(caller)},"properties":{"chain":${canonicalJson(chain)},"verified":${canonicalJson(binding.caller_verified)}},"type":"agent"}}`,
  );
}
