/** The only import of the schemas and the YAML parser, so that `openProject` can load them on demand. */

export { loadProject } from '../project/project.ts';
export { loadConfig, readSettingsFile } from '../settings/config.ts';
