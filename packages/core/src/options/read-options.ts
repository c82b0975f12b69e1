import { AgentSafeError } from '../diagnostics/errors.ts';
import { anything } from './leaves.ts';
import { record, type Shape, ShapeError } from './shape.ts';

const WHAT = { unknown: 'Unknown option', missing: 'Missing option', invalid: 'Invalid option' } as const;

/**
 * Checks the options of a program and applies defaults. Programs in JavaScript have no type check, and a misspelled
 * option would have no effect.
 *
 * @param path the name of the value in errors, such as `rateLimit`; empty for the options of a call
 * @returns a copy with all defaults
 * @throws AgentSafeError ERR_CONFIG_INVALID, which names the path of the option and quotes no value
 * @example
 * const shape = object<{ readonly retries: number }>({ retries: setting(integer(0, 9), 3) });
 * readOptions(shape, {}, 'delivery'); // { retries: 3 }
 */
export function readOptions<Value>(shape: Shape<Value>, given: unknown, path: string): Value {
  checkOptions(shape, given, path);
  return shape.fill(given);
}

/** Checks options like {@link readOptions}, without copying them. */
export function checkOptions(shape: Shape<unknown>, given: unknown, path: string): void {
  try {
    shape.check(given, path);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const place = error.path === '' ? 'the options' : error.path;
    throw new AgentSafeError('ERR_CONFIG_INVALID', `${WHAT[error.kind]}: ${place}. ${error.advice}`);
  }
}

/**
 * Overrides single members of a setting by an option. Members that the option leaves out keep the value of the setting.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID, like {@link readOptions}
 */
export function overrideSetting<Value>(shape: Shape<Value>, setting: object, option: unknown, path: string): Value {
  const given = Object.entries(readOptions(record(anything), option, path));
  const members = Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null));
  return readOptions(shape, { ...setting, ...members }, path);
}
