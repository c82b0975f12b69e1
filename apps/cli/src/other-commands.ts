/**
 * Every command but `check`, and what `check` seldom needs: all that reads YAML. One file of its own in the published
 * command, so that a check does not load it.
 */
export { loadConfig, loadPlan, loadProject, readSettingsFile } from '@agent-safe/registry';
export { command as bundle } from './commands/bundle.ts';
export { command as init } from './commands/init.ts';
export { command as listActions } from './commands/list-actions.ts';
export { command as test } from './commands/test.ts';
export { command as validate } from './commands/validate.ts';
