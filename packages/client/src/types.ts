import type { Action, ApprovalRequest, JsonObject, LoggedEvent, Refused, Subject } from '@agent-safe/core';

/** The part of the standard `fetch` that the client uses. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** A redirect would send the credentials elsewhere. */
  readonly redirect: 'manual';
  readonly credentials: 'omit' | 'same-origin';
  readonly signal: AbortSignal;
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  readonly body: { getReader(): ChunkReader } | null;
}

export interface ChunkReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** A subject that an API key asserts. */
export interface AssertedSubject {
  readonly type: string;
  readonly id: string;
  readonly properties?: { readonly [property: string]: unknown } | undefined;
}

/** An action with the JSON Schema of its parameters. */
export interface ListedAction extends Action {
  readonly input_schema: JsonObject;
}

export type ApprovalOutcome = { readonly ok: true; readonly request: ApprovalRequest } | Refused;

export interface ApprovalFilter {
  readonly status?: ApprovalRequest['status'] | undefined;
  readonly caller?: string | undefined;
  readonly digest?: string | undefined;
  /** At most 1,000; 100 by default. */
  readonly limit?: number | undefined;
}

export interface ApprovalList {
  readonly requests: readonly ApprovalRequest[];
  /** Stored requests that failed verification. */
  readonly refused: readonly { readonly request_id: string; readonly code: string; readonly reason: string }[];
}

interface SearchQuery {
  readonly params?: { readonly [parameter: string]: unknown } | undefined;
  readonly ticket_id?: string | undefined;
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** RFC 3339. Default: now. */
  readonly at?: string | undefined;
}
export interface WhoCanQuery extends SearchQuery {
  readonly action: string;
  readonly target?: string | undefined;
  readonly type?: string | undefined;
}
export interface WhatCanQuery extends SearchQuery {
  /** Default: the caller of the client. */
  readonly caller?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
}
interface SearchPage {
  readonly needs_params: readonly {
    readonly action: string;
    readonly target: string | null;
    readonly params: readonly string[];
  }[];
  readonly policy_digest: string;
  readonly next?: string;
}
export interface SubjectsPage extends SearchPage {
  readonly subjects: readonly Subject[];
}
export interface RequestsPage extends SearchPage {
  readonly caller: string | null;
  readonly caller_verified: boolean;
  readonly allowed: readonly {
    readonly action: string;
    readonly target: string | null;
    readonly params?: JsonObject;
  }[];
}

export interface EventsQuery {
  /** Only events with a lower number: the `next` of the page before. */
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
  /** Types of events, joined by commas. */
  readonly type?: string | undefined;
  readonly caller?: string | undefined;
  readonly target?: string | undefined;
  readonly action?: string | undefined;
  readonly result?: string | undefined;
  readonly code?: string | undefined;
  readonly audit_id?: string | undefined;
  readonly correlation_id?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}
export interface EventsPage {
  /** The newest first. */
  readonly events: readonly LoggedEvent[];
  readonly next: number | null;
  readonly unreadable: number;
}

/** An event of the live stream. */
export type LiveEvent =
  | { readonly kind: 'event'; readonly seq: number; readonly event: LoggedEvent }
  /** The log no longer has these events. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

/** The changes that an execution would make. Nothing was executed. */
export interface DryRun {
  readonly ok: true;
  readonly outcome: 'success' | 'failure' | 'error';
  readonly reason: string;
  readonly steps: readonly string[];
  readonly difference: string | null;
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  readonly executor: string;
  readonly params: JsonObject;
  readonly blocked_by: readonly string[];
  readonly warnings: readonly string[];
}

export type RevokeRequest = { readonly agent: string } | { readonly token: string } | { readonly all: true };
