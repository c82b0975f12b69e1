import type { Config } from '@agent-safe/schemas';

/** Settings with absolute paths, and their file. */
export interface LoadedConfig extends Config {
  readonly file: string;
}
