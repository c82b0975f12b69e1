import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Diagnostic, formatPlace } from '@agent-safe/core';
import { displayPath, KEY_PURPOSES, readProject, type TriedConfig, tokenKeyState, tryKeys } from '@agent-safe/registry';
import type { Settings } from '@agent-safe/registry/open';
import { plural } from '../render/plural.ts';
import { type CheckContext, type CheckResult, fail, ok, warn } from './check-result.ts';

const DAY = 86_400_000;
/** Days after which a token key is old enough for a warning. */
const OLD_KEY_DAYS = 365;

/** The oldest Node.js that works, as `engines` in package.json has it. */
const OLDEST_NODE = '22.18';

export function checkNode(version: string): CheckResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least = 0, leastMinor = 0] = OLDEST_NODE.split('.').map(Number);
  const isNewEnough = major > least || (major === least && minor >= leastMinor);
  if (isNewEnough) return ok('node', `Node.js ${version} on ${process.platform} ${process.arch}`);
  return fail('node', `Node.js ${version} is too old.`, `Install Node.js ${OLDEST_NODE} or newer.`);
}

/** Whether all files that decide can be read. `agent-safe validate` lists their mistakes. */
export function checkFiles(
  { registry, policies, inventory, subjects, secretNames }: Settings,
  config: TriedConfig,
): CheckResult {
  const project = readProject({ registry, policies, inventory, subjects, secretNames });
  const diagnostics = [...config.diagnostics, ...project.diagnostics];
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const fix = 'Run "agent-safe validate", and fix what it reports.';
  if (errors.length > 0) return fail('files', `${plural(errors.length, 'error')}: ${describe(errors)}`, fix);
  if (registry === undefined || policies === undefined) {
    return fail('files', 'The settings name no actions or no policies.', 'Add "registry" and "policies" to them.');
  }
  if (diagnostics.length > 0)
    return warn('files', `${plural(diagnostics.length, 'warning')}: ${describe(diagnostics)}`, fix);
  const { actions, rules, targets } = project;
  return ok(
    'files',
    `${plural(actions.length, 'action')}, ${plural(rules.length, 'rule')}, ${plural(targets?.length ?? 0, 'target')}, without errors`,
  );
}

function describe([first]: readonly Diagnostic[]): string {
  return first === undefined ? '' : `${formatPlace(first)}: ${first.message}`;
}

/** Whether the variable with the signing key of 0.11 is set, if the settings name one. */
export function checkSigningKey({ settings: { signingKeyVariable: name } }: CheckContext): readonly CheckResult[] {
  if (name === undefined || process.env[name]?.trim()) return [];
  const fix = 'Set it, or remove "signing_key_env" from the settings.';
  return [fail('signing key', `The environment variable is not set: ${name}.`, fix)];
}

/** Whether the key file is private and complete, and whether a key signs tokens now. */
export function checkKeys({ settings: { keys: file, signingKeyVariable }, now }: CheckContext): readonly CheckResult[] {
  if (file === undefined && signingKeyVariable !== undefined) return [];
  if (file === undefined) {
    const fix = 'Add "keys: .agent-safe/keys.json" to the settings, and run "agent-safe keys generate".';
    return [warn('keys', 'The settings name no key file, so no ticket is issued and no caller is verified.', fix)];
  }
  const { keys, diagnostics } = tryKeys(file);
  const [problem] = diagnostics;
  if (problem !== undefined) {
    return [fail('keys', `${displayPath(file)}: ${problem.message}`, problem.fix ?? 'Run "agent-safe validate".')];
  }
  const folder = dirname(file);
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o022) !== 0) {
    const message = `Other users can replace the key file: the folder ${displayPath(folder)} is writable for them.`;
    return [fail('keys', message, `Run: chmod go-w ${displayPath(folder)}`)];
  }
  const absent = KEY_PURPOSES.filter((purpose) => !keys.some((key) => key.purpose === purpose));
  if (absent.length > 0) {
    return [warn('keys', `There is no key for: ${absent.join(', ')}.`, 'Run "agent-safe keys generate".')];
  }
  const tokens = keys.filter((key) => key.purpose === 'token');
  const signing = tokens.find((key) => tokenKeyState(key, tokens, now) === 'signs');
  const result = ok('keys', `${keys.length} keys in ${displayPath(file)}, readable only by the owner of the file`);
  if (signing === undefined) {
    return [result, fail('token key', 'No key signs tokens now.', 'Run "agent-safe keys rotate --sign-in 0s".')];
  }
  return [result, checkAge(signing.kid, signing.signsFrom ?? statSync(file).mtimeMs, now)];
}

/** A key of `init` has no date of its own: the last change of the file is the latest time at which it was made. */
function checkAge(kid: string, since: number, now: number): CheckResult {
  const days = Math.max(0, Math.floor((now - since) / DAY));
  const message = `${kid} has signed tokens for at least ${plural(days, 'day')}`;
  if (days <= OLD_KEY_DAYS) return ok('token key', message);
  return warn('token key', `${message}.`, 'Run "agent-safe keys rotate --overlap 24h".');
}
