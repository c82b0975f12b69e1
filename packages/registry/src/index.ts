export { type DecidingSettings, makeBundle } from './bundle/bundle.ts';
export type { PolicySet } from './bundle/policy-set.ts';
export type { TokenKey } from './keys/key-file.ts';
export { hasTokenKeys, type KeyRing, loadKeys, tryKeys } from './keys/keys.ts';
export {
  completeKeys,
  generateKeys,
  KEY_PURPOSES,
  type KeyPurpose,
  type Rotated,
  type Rotation,
  rotateKeys,
} from './keys/make-keys.ts';
export { keySet, type TokenKeyState, tokenKeyState, verificationKeys } from './keys/token-keys.ts';
export { type OpenedProject, type OpenProjectOptions, openProject } from './open/open-project.ts';
export { loadPlan } from './project/plan.ts';
export { readPolicyTests } from './project/policy-tests.ts';
export {
  type LoadedFile,
  loadProject,
  type Project,
  type ProjectPaths,
  readProject,
  toPolicySet,
} from './project/project.ts';
export { loadSubjects } from './project/subjects.ts';
export {
  loadConfig,
  readSettingsFile,
  resolveSettings,
  type TriedConfig,
  tryConfig,
} from './settings/config.ts';
export { findConfig } from './settings/find-config.ts';
export type { LoadedConfig } from './settings/loaded-config.ts';
export { mergeSettings, requirePaths, type Settings, type SettingsOptions } from './settings/settings.ts';
export { checkAbsentSettings } from './validate/check-absent-conditions.ts';
export { checkRunner } from './validate/check-runner.ts';
export { checkApprovers, checkGrants, checkTargets } from './validate/cross-checks.ts';
export type { Located } from './yaml/located.ts';
export { displayPath } from './yaml/paths.ts';
