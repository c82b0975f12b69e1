import type { ConnectorOptions } from '../api/verified-connector.ts';

export interface NativeExecutorOptions extends ConnectorOptions {
  /** Largest output of logs and commands, in bytes. A longer output is cut. Default: 1,048,576 (1 MiB). */
  readonly outputLimit?: number | undefined;
}
