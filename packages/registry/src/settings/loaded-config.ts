import type { Config } from '@agent-safe/schemas';

/** Settings with paths made absolute, and the file they come from. */
export interface LoadedConfig extends Config {
  readonly file: string;
}
