import { resolve } from 'node:path';
import { DEFAULT_CHECKPOINTS, SETTING_LIMITS, WITNESS_KEY_PATTERN, WITNESS_URL_PATTERN } from '@agent-safe/core';
import {
  boolean,
  checkOptions,
  choose,
  derive,
  integer,
  leaf,
  list,
  matching,
  need,
  object,
  overrideSetting,
  type Shape,
  setting,
  text,
} from '@agent-safe/core/options';
import type { AuditLogSettings, WitnessSettings } from '@agent-safe/schemas';

const { checkpointEvents, checkpointSeconds, logBytes } = SETTING_LIMITS;

const witness = object<WitnessSettings>({
  url: matching(WITNESS_URL_PATTERN, 'an http or https URL without a query'),
  key: matching(WITNESS_KEY_PATTERN, 'the verifier key of a witness'),
  allow_private: setting(boolean, false),
});
const members = object<AuditLogSettings>({
  path: text,
  max_bytes: setting(integer(logBytes.least)),
  checkpoint_events: setting(integer(checkpointEvents.least), DEFAULT_CHECKPOINTS.checkpoint_events),
  checkpoint_seconds: setting(
    integer(checkpointSeconds.least, checkpointSeconds.most),
    DEFAULT_CHECKPOINTS.checkpoint_seconds,
  ),
  witnesses: setting(list(witness)),
});
const pathOrMembers = leaf((value, path) => {
  const isEither = typeof value === 'string' || (typeof value === 'object' && value !== null);
  need(isEither, path, 'a path or an object', value);
});
const pathAlone = derive(text, (path): AuditLogSettings => ({ path, ...DEFAULT_CHECKPOINTS }));

/** Reads `audit_log` that a program passes: a path, or settings. */
export const auditLogShape: Shape<AuditLogSettings> = choose((value) =>
  typeof value === 'string' ? pathAlone : members,
);

/**
 * Merges the audit log option of a program into the settings of the file.
 *
 * @param cwd base of a relative path in the option
 * @throws AgentSafeError ERR_CONFIG_INVALID
 */
export function mergeAuditLog(
  option: string | Partial<AuditLogSettings> | false | undefined,
  given: AuditLogSettings | undefined,
  cwd: string,
): AuditLogSettings | undefined {
  if (option === undefined) return given;
  if (option === false) return undefined;
  checkOptions(pathOrMembers, option, 'auditLog');
  const members = typeof option === 'string' ? { path: option } : option;
  const merged = overrideSetting(auditLogShape, given ?? {}, members, 'auditLog');
  return { ...merged, path: resolve(cwd, merged.path) };
}
