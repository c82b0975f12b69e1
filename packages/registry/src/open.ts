export type {
  AuditLogSettings,
  AuditShipperSettings,
  ClusterSettings,
  CredentialVaultSettings,
  NotifierSettings,
  RunnerSettings,
  TicketSettings,
} from '@agent-safe/schemas';
export { CONFIG_FILE, findConfig } from './find-config.ts';
export type { Keeping } from './kept-project.ts';
export type { CheckpointKey, TokenKey } from './key-file.ts';
export { type KeyRing, loadKeys } from './keys.ts';
export { type OpenedProject, type OpenProjectOptions, openProject } from './open-project.ts';
export { openSettings } from './open-settings.ts';
export { displayPath, readRegularFile } from './paths.ts';
export type { PolicySet } from './policy-set.ts';
export { mergeSettings, requirePaths, type Settings, type SettingsOptions } from './settings.ts';
export { signingKey, verificationKeys } from './token-keys.ts';
