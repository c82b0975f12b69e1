import type { SettingsOptions } from '@agent-safe/registry';
import { type DECIDING_OPTIONS, UsageError, type Values } from './command.ts';

/** The options of the command line as settings. */
export function settingsFrom(
  values: Values<typeof DECIDING_OPTIONS>,
  cwd: string,
): SettingsOptions & { readonly bundle: string | undefined } {
  if (values.config !== undefined && values['no-config'])
    throw new UsageError('--config and --no-config exclude one another.');
  const beside = (['registry', 'policies', 'inventory'] as const).find((name) => values[name] !== undefined);
  if (values.bundle !== undefined && beside !== undefined)
    throw new UsageError(`A bundle holds all that decides: --bundle and --${beside} exclude one another.`);
  return {
    bundle: values.bundle,
    config: values['no-config'] ? false : values.config,
    cwd,
    registry: values.registry,
    policies: values.policies,
    inventory: values.inventory,
  };
}
