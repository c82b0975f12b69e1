/** The only import of the schemas and the YAML parser: see `openProject`. */

export { loadProject } from '../project/project.ts';
export { loadConfig, readSettingsFile } from '../settings/config.ts';
