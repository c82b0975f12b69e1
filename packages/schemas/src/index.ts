export type { Path, PathDiagnostic } from './diagnostics/diagnostics.ts';
export {
  DOCUMENT_NAMES,
  type DocumentName,
  jsonSchema,
  type ListReading,
  type Reading,
  readAction,
  readConfig,
  readPlan,
  readRules,
  readSubjects,
  readTargets,
  readTestCases,
} from './documents/documents.ts';
export type { Expectation, PolicyTestCase, TestCaller } from './documents/policy-test.ts';
export { auditEventSchema, auditEventSchemas, legacyAuditEventSchema } from './events/audit-event.ts';
export { EVENT_SCHEMA_NAMES, type EventSchemaName, eventJsonSchema } from './events/json-schema.ts';
export { readAuditEvent } from './events/read-audit-event.ts';
export type { ApprovalConfig, NotifierSettings } from './settings/approvals.ts';
export type { AuditShipperSettings } from './settings/audit-shippers.ts';
export type { AssertedType, AuthzenSettings } from './settings/authzen.ts';
export type { AccountSettings } from './settings/aws.ts';
export type { AuditLogSettings, Config, TicketSettings, WitnessSettings } from './settings/config.ts';
export type { ClusterSettings } from './settings/kubernetes.ts';
export type { CredentialVaultSettings, RunnerSettings } from './settings/runner.ts';
export type { LogLevel, ServerSettings, TraceSettings } from './settings/server.ts';
export type { ServerLimits } from './settings/server-limits.ts';
export type { OidcSettings, SlackSettings } from './settings/sign-in.ts';
