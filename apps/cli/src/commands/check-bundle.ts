import { findConfig, openSettings } from '@agent-safe/registry/open';
import type { OpenOptions } from '@agent-safe/sdk';

/**
 * Returns the audit log of the project here or above, for a check with a bundle: the bundle replaces the policies of a project,
 * and must not hide decisions from its log. No other setting of the project is used, so that a file in the working
 * directory cannot allow more than the bundle does.
 *
 * @returns undefined if there is no project, or if it has no audit log
 * @throws AgentSafeError ERR_CONFIG_INVALID
 */
export async function findAuditLog(config: false | undefined, cwd: string): Promise<OpenOptions['auditLog']> {
  const file = config === false ? undefined : findConfig(cwd);
  return file === undefined ? undefined : (await openSettings({ config: file, cwd })).auditLog;
}
