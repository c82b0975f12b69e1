/** What needs the schemas and the YAML parser, behind one door: see `openProject`. */

export { loadProject } from '../project/project.ts';
export { loadConfig, readSettingsFile } from '../settings/config.ts';
