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
export type { Finding, Path } from './findings.ts';
export type { ClusterSettings } from './kubernetes.ts';
export type { Expectation, PolicyTestCase, TestCaller } from './policy-test.ts';
export type { CredentialVaultSettings, RunnerSettings } from './runner.ts';
