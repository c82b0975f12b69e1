export type { ApprovalConfig, NotifierSettings } from './approvals.ts';
export type { AuditLogSettings, AuditShipperSettings, Config, TicketSettings } from './config.ts';
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
  readTargets,
  readTestCases,
} from './documents.ts';
export { auditEventSchema, auditEventSchemas, legacyAuditEventSchema } from './events/audit-event.ts';
export { EVENT_SCHEMA_NAMES, type EventSchemaName, eventJsonSchema } from './events/json-schema.ts';
export { readAuditEvent } from './events/read-audit-event.ts';
export type { Finding, Path } from './findings.ts';
export type { Expectation, PolicyTestCase, TestCaller } from './policy-test.ts';
export type { ClusterSettings, CredentialVaultSettings, RunnerSettings } from './runner.ts';
