export type { SubprocessExecutorOptions } from './kubectl/options.ts';
export { SubprocessExecutor } from './kubernetes-executor.ts';
