export { type Coverage, measureCoverage, type RuleCoverage } from './coverage.ts';
export { lint } from './lint.ts';
export { lintTests } from './lint-tests.ts';
export type { LintedProject } from './linted-project.ts';
export { type MutationReport, mutatePolicies, type Survivor } from './mutate.ts';
export { type PolicyTestOptions, type PolicyTestResult, runPolicyTests } from './run.ts';
