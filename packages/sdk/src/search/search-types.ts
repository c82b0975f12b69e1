import type { Caller, JsonObject, Refused, Subject } from '@agent-safe/core';

/** Options of every search. */
export interface SearchOptions {
  /** Parameters of the actions. Defaults, and exact bindings of a target, fill in others. */
  readonly params?: { readonly [parameter: string]: unknown } | null | undefined;
  /** The id of a change ticket, for rules that require one. */
  readonly ticket_id?: string | null | undefined;
  /** The highest number of results: 1 to 1,000; 100 by default. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** The time of the requests, in milliseconds since 1970, UTC; now by default. */
  readonly at?: number | undefined;
}

/** Which subjects may request an action? */
export interface WhoCan extends SearchOptions {
  readonly action: string;
  readonly target?: string | null | undefined;
  /** Only subjects of this type. */
  readonly type?: string | undefined;
}

/** Which actions may a caller request, and on which targets? */
export interface WhatCan extends SearchOptions {
  /**
   * An identity token, the agent id of a subject, or another bare name, which is not verified. A calling program that
   * verified the caller itself gives it as an object. Without it, requests have no caller.
   */
  readonly caller?: string | Caller | undefined;
  /** Only this action. */
  readonly action?: string | undefined;
  /** Only this target. */
  readonly target?: string | undefined;
}

/** A request whose answer depends on parameters that the search was not given. */
export interface MissingParams {
  readonly action: string;
  readonly target: string | null;
  /** The required parameters without a value. */
  readonly params: readonly string[];
}

interface Page {
  readonly ok: true;
  /** Requests that need more parameters. They may be allowed or not. */
  readonly needs_params: readonly MissingParams[];
  readonly policy_digest: string;
  /** Give it as `after` for the next page. Absent on the last page. A page before it can be empty. */
  readonly next?: string;
}

export interface FoundSubjects extends Page {
  readonly subjects: readonly Subject[];
}

/** A request that the policy allows. */
export interface AllowedRequest {
  readonly action: string;
  readonly target: string | null;
  /** The values that the bindings of the target gave to locating parameters. Absent if the target gave no values. */
  readonly params?: JsonObject;
}

export interface FoundRequests extends Page {
  /** Null for a request without a caller. */
  readonly caller: string | null;
  readonly caller_verified: boolean;
  readonly allowed: readonly AllowedRequest[];
}

/** Expected refusals of a search. Those of the caller and the request have the codes of a check. */
export type SearchRefusal = Refused<
  | 'request_invalid'
  | 'cursor_invalid'
  | 'caller_invalid'
  | 'caller_unverified'
  | 'caller_revoked'
  | 'state_unavailable'
  | 'action_unknown'
  | 'params_invalid'
  | 'params_too_large'
  | 'target_unknown'
  | 'target_required'
  | 'target_unexpected'
  | 'target_type_mismatch'
  | 'target_mismatch'
>;
