export type {
  AuditLogSettings,
  RunnerSettings,
} from '@agent-safe/schemas';
export type { PolicySet } from './bundle/policy-set.ts';
export type { CacheOptions } from './cache/project-cache.ts';
export type { CheckpointKey, TokenKey } from './keys/key-file.ts';
export { type KeyRing, loadKeys, watchKeys } from './keys/keys.ts';
export { signingKey, verificationKeys } from './keys/token-keys.ts';
export { watchKeySet } from './keys/watch-key-set.ts';
export { WatchedFile, type WatchOptions } from './keys/watched-file.ts';
export { type OpenedProject, type OpenProjectOptions, openProject } from './open/open-project.ts';
export { openSettings } from './open/open-settings.ts';
export { watchNamedKeys } from './open/watch-named-keys.ts';
export { findConfig } from './settings/find-config.ts';
export { runnerShape } from './settings/runner-settings.ts';
export { mergeSettings, type Settings, type SettingsOptions } from './settings/settings.ts';
export { displayPath, readRegularFile } from './yaml/paths.ts';
