import { findConfig, type SettingsOptions } from '@agent-safe/registry/open';
import { type DECIDING_OPTIONS, UsageError, type Values } from '../command/command.ts';

const PATHS = ['registry', 'policies', 'inventory'] as const;

/** Which settings are named: a file; false for none; undefined where they are to be looked for. @throws UsageError */
export function readConfigOption(values: {
  readonly config?: string;
  readonly 'no-config'?: boolean;
}): string | false | undefined {
  if (values.config !== undefined && values['no-config'] === true) {
    throw new UsageError('--config and --no-config exclude one another.');
  }
  return values['no-config'] === true ? false : values.config;
}

/** The options of the command line as settings. */
export function settingsFrom(
  values: Values<typeof DECIDING_OPTIONS>,
  cwd: string,
): SettingsOptions & { readonly bundle: string | undefined } {
  const named = readConfigOption(values);
  const path = PATHS.find((name) => values[name] !== undefined);
  const beside = values.config === undefined ? path : 'config';
  if (values.bundle !== undefined && beside !== undefined)
    throw new UsageError(`A bundle holds all that decides: --bundle and --${beside} exclude one another.`);
  // A path on the command line overrides its setting, and does not turn the others off.
  const found = path === undefined ? undefined : (findConfig(cwd) ?? false);
  return {
    bundle: values.bundle,
    config: named ?? found,
    cwd,
    registry: values.registry,
    policies: values.policies,
    inventory: values.inventory,
  };
}
