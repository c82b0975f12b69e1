export { onOneLine } from '../run/one-line.ts';
export { Secrets } from '../run/redactor.ts';
export { DryRunExecutor } from './dry-run-executor.ts';
