export { type PolicyTestOptions, type PolicyTestResult, runPolicyTests } from './run.ts';
