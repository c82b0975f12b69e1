/** What needs the schemas and the YAML parser, behind one door: see `openProject`. */
export { loadConfig, readSettingsFile } from './config.ts';
export { loadProject } from './project.ts';
