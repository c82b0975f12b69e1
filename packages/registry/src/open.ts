export type { AuditLogSettings, AuditShipperSettings } from '@agent-safe/schemas';
export { CONFIG_FILE, findConfig } from './find-config.ts';
export type { Keeping } from './kept-project.ts';
export { type CheckpointKey, type KeyRing, loadKeys } from './keys.ts';
export { type OpenedProject, type OpenProjectOptions, openProject } from './open-project.ts';
export { displayPath, readRegularFile } from './paths.ts';
export type { PolicySet } from './policy-set.ts';
export { mergeSettings, requirePaths, type Settings, type SettingsOptions } from './settings.ts';
