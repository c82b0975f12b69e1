import { AgentSafeError } from '@agent-safe/core';
import { openProject, type Settings } from '@agent-safe/registry/open';
import { AgentSafe, type OpenOptions } from '@agent-safe/sdk';
import type { LoadedProject } from './server-context.ts';

/**
 * Loads the documents of a project for the server.
 *
 * @throws AgentSafeError with every error of the files, each with file, line and fix
 */
export async function loadProject(options: OpenOptions): Promise<LoadedProject & { readonly settings: Settings }> {
  const { policySet, settings } = await openProject(options);
  requireProof(settings);
  const safe = await AgentSafe.open({ requireVerifiedCallers: true, ...options });
  const targets = new Map((policySet.targets ?? []).map((target) => [target.id, target]));
  return {
    safe,
    policySet,
    settings,
    authzen: settings.authzen ?? { types: {} },
    findTarget: (id) => targets.get(id),
    findSubject: () => undefined,
  };
}

/** A server answers many callers, so it must know them and keep proof. */
function requireProof({ auditLog, configFile, keys, server, state }: Settings): void {
  const missing = [
    ...(keys === undefined ? ['keys'] : []),
    ...(state === undefined ? ['state'] : []),
    ...(auditLog === undefined ? ['audit_log'] : []),
  ];
  if (configFile !== undefined && server !== undefined && missing.length === 0) return;
  const summary =
    configFile === undefined
      ? 'The server needs a settings file, and found none here or in a folder above. Run "agent-safe init".'
      : `The server needs settings that are missing: ${missing.join(', ')}. Add them to ${configFile}.`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
