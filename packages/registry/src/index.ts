export { type DecidingSettings, makeBundle } from './bundle.ts';
export { checkRunner } from './check-runner.ts';
export {
  loadConfig,
  readSettingsFile,
  resolveSettings,
  type TriedConfig,
  tryConfig,
} from './config.ts';
export { checkApprovers, checkTargets } from './cross-checks.ts';
export { loadPlan, readPolicyTests } from './entries.ts';
export { CONFIG_FILE, findConfig } from './find-config.ts';
export type { TokenKey } from './key-file.ts';
export { hasTokenKeys, type KeyRing, loadKeys, tryKeys } from './keys.ts';
export type { LoadedConfig } from './loaded-config.ts';
export type { Located } from './located.ts';
export {
  completeKeys,
  generateKeys,
  KEY_PURPOSES,
  type KeyPurpose,
  type Rotated,
  type Rotation,
  rotateKeys,
} from './make-keys.ts';
export { type OpenedProject, type OpenProjectOptions, openProject } from './open-project.ts';
export { displayPath, readRegularFile } from './paths.ts';
export type { PolicySet } from './policy-set.ts';
export {
  type LoadedFile,
  loadProject,
  type Project,
  type ProjectPaths,
  readProject,
  toPolicySet,
} from './project.ts';
export { mergeSettings, requirePaths, type Settings, type SettingsOptions } from './settings.ts';
export { keySet, signingKey, type TokenKeyState, tokenKeyState, verificationKeys } from './token-keys.ts';
export { parseYaml, type YamlDocument } from './yaml-document.ts';
export { YAML_LIMITS } from './yaml-guard.ts';
