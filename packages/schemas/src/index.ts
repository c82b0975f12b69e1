export type { Config } from './config.ts';
export {
  DOCUMENT_NAMES,
  type DocumentName,
  jsonSchema,
  type ListReading,
  type Reading,
  readAction,
  readConfig,
  readKeys,
  readPlan,
  readRules,
  readTargets,
  readTestCases,
} from './documents.ts';
export type { Finding, Path } from './findings.ts';
export type { Key } from './keys.ts';
export type { Expectation, PolicyTestCase, TestCaller } from './policy-test.ts';
