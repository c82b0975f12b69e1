export type { Approvals } from './approvals.ts';
export type { HttpCheckOptions } from './check-request.ts';
export type { ConnectOptions } from './connect-options.ts';
export { connect, HttpClient } from './http-client.ts';
export type { LiveEventsOptions } from './live-events.ts';
export { ServerError } from './server-error.ts';
export type {
  ApprovalFilter,
  ApprovalList,
  ApprovalOutcome,
  AssertedSubject,
  ChunkReader,
  DryRun,
  EventsPage,
  EventsQuery,
  Fetch,
  FetchAnswer,
  FetchInit,
  ListedAction,
  LiveEvent,
  RequestsPage,
  RevokeRequest,
  SubjectsPage,
  WhatCanQuery,
  WhoCanQuery,
} from './types.ts';
