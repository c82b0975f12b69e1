import { findConfig, type SettingsOptions } from '@agent-safe/registry/open';
import { type DECIDING_OPTIONS, UsageError, type Values } from '../command/command.ts';

const PATHS = ['registry', 'policies', 'inventory'] as const;

/**
 * Returns the named settings file, false for `--no-config`, or undefined if the file has to be found.
 *
 * @throws UsageError if both options are given
 */
export function readConfigOption(values: {
  readonly config?: string;
  readonly 'no-config'?: boolean;
}): string | false | undefined {
  if (values.config !== undefined && values['no-config'] === true) {
    throw new UsageError('--config and --no-config cannot be combined.');
  }
  return values['no-config'] === true ? false : values.config;
}

/** Returns the settings that the command line overrides. @throws UsageError for options that cannot be combined */
export function settingsFrom(
  values: Values<typeof DECIDING_OPTIONS>,
  cwd: string,
): SettingsOptions & { readonly bundle: string | undefined } {
  const named = readConfigOption(values);
  const path = PATHS.find((name) => values[name] !== undefined);
  const beside = values.config === undefined ? path : 'config';
  if (values.bundle !== undefined && beside !== undefined)
    throw new UsageError(`--bundle and --${beside} cannot be combined: a bundle replaces all project files.`);
  // A path on the command line overrides one setting; the settings file still gives the others.
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
