import type { SettingsOptions } from '@agent-safe/registry';
import { type PROJECT_OPTIONS, UsageError, type Values } from './command.ts';

/** The options of the command line as settings. */
export function settingsFrom(values: Values<typeof PROJECT_OPTIONS>, cwd: string): SettingsOptions {
  if (values.config !== undefined && values['no-config'])
    throw new UsageError('--config and --no-config exclude one another.');
  return {
    config: values['no-config'] ? false : values.config,
    cwd,
    registry: values.registry,
    policies: values.policies,
    inventory: values.inventory,
  };
}
