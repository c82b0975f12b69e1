import { API_KEY_SCOPES, type ApiKeyScope, quote, type Refused, suggest } from '@agent-safe/core';
import { refuse } from '../shared/refuse.ts';
import type { ApiKeyRefusalCode, ApiKeyRequest } from './api-key-types.ts';

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
/** Ten years, in seconds. */
const LONGEST_LIFE = 315_360_000;
/** 30 days, in seconds. */
const LONGEST_GRACE = 2_592_000;

interface KeyDetails {
  readonly ok: true;
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** Milliseconds. Null: no end. */
  readonly life: number | null;
}

/** Checks the name, scopes and lifetime of a new key. */
export function readKeyRequest(request: ApiKeyRequest): KeyDetails | Refused<ApiKeyRefusalCode> {
  const { name, scopes = ['evaluate'], ttl_seconds } = request;
  if (typeof name !== 'string' || !NAME.test(name)) {
    const how = 'Use 1 to 64 letters, digits, ".", "_" and "-". Begin with a letter or digit.';
    return refuse('key_name_invalid', `The name of the key is malformed. ${how}`);
  }
  if (!Array.isArray(scopes) || scopes.length === 0)
    return refuse('key_scope_unknown', `The key has no scope. Give one or more of ${API_KEY_SCOPES.join(', ')}.`);
  const unknown = scopes.find((scope) => !API_KEY_SCOPES.includes(scope));
  if (unknown !== undefined) {
    const given = String(unknown);
    return refuse('key_scope_unknown', `The scope is unknown: ${quote(given)}. ${suggest(given, API_KEY_SCOPES)}`);
  }
  const life = readLife(ttl_seconds);
  if (life === undefined) return refuseLife(LONGEST_LIFE);
  return { ok: true, name, scopes: API_KEY_SCOPES.filter((scope) => scopes.includes(scope)), life };
}

/** @returns milliseconds; null without a limit; undefined for a malformed lifetime */
export function readLife(seconds: number | undefined): number | null | undefined {
  if (seconds === undefined) return null;
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds <= LONGEST_LIFE ? seconds * 1_000 : undefined;
}

/** @returns milliseconds; undefined for a malformed period */
export function readGrace(seconds: number): number | undefined {
  return Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= LONGEST_GRACE ? seconds * 1_000 : undefined;
}

export function refuseLife(most: number = LONGEST_LIFE): Refused<ApiKeyRefusalCode> {
  return refuse('key_lifetime_invalid', `The lifetime of the key is malformed. Give whole seconds, from 1 to ${most}.`);
}

export function refuseGrace(): Refused<ApiKeyRefusalCode> {
  const reason = `The grace period is malformed. Give whole seconds, from 0 to ${LONGEST_GRACE}.`;
  return refuse('key_lifetime_invalid', reason);
}
