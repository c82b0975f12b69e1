import { join } from 'node:path';
import { runCommand, withInstalled } from './packed.ts';

/** Parameters of a request that a new project allows. */
export const PARAMS = '{"namespace":"dev","deployment":"app"}';
/** The arguments of an allowed check. */
export const CHECK = ['check', 'restart-deployment', '--target', 'dev/test-app', '--params', PARAMS];

/** The published CLI in a folder of its own, with a new project. */
export interface CliProject {
  /** The folder of the installation. */
  readonly home: string;
  /** The program. The shim in node_modules/.bin would start another process. */
  readonly main: string;
  /** The folder of the project. */
  readonly project: string;
}

/** Installs the published CLI, makes a new project, calls `use`, and removes both. */
export function withCliProject(use: (folders: CliProject) => void): void {
  withInstalled(['@agent-safe/cli', '@agent-safe/catalog'], (home) => {
    const main = join(home, 'node_modules/@agent-safe/cli/dist/main.js');
    runCommand(home, process.execPath, main, 'init', 'project');
    use({ home, main, project: join(home, 'project') });
  });
}
