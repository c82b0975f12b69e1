export type { Approvals } from './approvals.ts';
export { type ConnectOptions, connect, type HttpCheckOptions, HttpClient } from './http-client.ts';
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
