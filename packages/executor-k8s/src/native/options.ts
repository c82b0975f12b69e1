import type { ConnectorOptions } from '../api/verified-connector.ts';

export interface NativeExecutorOptions extends ConnectorOptions {
  /** Bytes that are kept of logs and of the output of commands. Default: 1 MiB. */
  readonly outputLimit?: number | undefined;
}
