export { type DecidingSettings, makeBundle } from './bundle.ts';
export { CONFIG_FILE, findConfig, type LoadedConfig, loadConfig, tryConfig } from './config.ts';
export { checkTargets } from './cross-checks.ts';
export { loadPlan, readPolicyTests } from './entries.ts';
export { displayPath, readRegularFile } from './files.ts';
export { generateKeys, type KeyRing, loadKeys, tryKeys } from './keys.ts';
export type { Located } from './located.ts';
export {
  type LoadedFile,
  loadProject,
  type PolicySet,
  type Project,
  type ProjectPaths,
  readProject,
  toPolicySet,
} from './project.ts';
export { mergeSettings, requirePaths, resolveSettings, type Settings, type SettingsOptions } from './settings.ts';
export { parseYaml, type YamlDocument } from './yaml-document.ts';
export { YAML_LIMITS } from './yaml-guard.ts';
