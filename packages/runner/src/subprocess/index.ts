export type { SubprocessExecutorOptions } from './options.ts';
export { SubprocessExecutor } from './subprocess-executor.ts';
