import { AgentSafeError } from '@agent-safe/core';
import { openProject, type Settings } from '@agent-safe/registry/open';
import type { ServerSettings } from '@agent-safe/schemas';
import { AgentSafe, type OpenOptions } from '@agent-safe/sdk';
import type { LoadedProject } from './server-context.ts';
import { makeSubjectDirectory } from './subjects.ts';

/** Settings that a server can use. */
export type ServeSettings = Settings & { readonly server: ServerSettings };

/**
 * Loads the documents of a project for the server.
 *
 * @param refuse throws if the settings cannot be used by the running server
 * @throws AgentSafeError with every error of the files, each with file, line and fix
 */
export async function loadProject(
  options: OpenOptions,
  refuse: (settings: Settings) => void = () => undefined,
): Promise<LoadedProject & { readonly settings: ServeSettings }> {
  const { policySet, settings } = await openProject(options);
  const usable = requireProof(settings);
  refuse(usable);
  const safe = await AgentSafe.open({ requireVerifiedCallers: true, ...options });
  const targets = new Map((policySet.targets ?? []).map((target) => [target.id, target]));
  return {
    safe,
    policySet,
    settings: usable,
    authzen: settings.authzen ?? { types: {} },
    findTarget: (id) => targets.get(id),
    subjects: makeSubjectDirectory(await safe.subjects.list()),
  };
}

/** A server answers many callers, so it must know them and keep proof. @throws AgentSafeError ERR_CONFIG_INVALID */
export function requireProof(settings: Settings): ServeSettings {
  const { configFile, server } = settings;
  const missing = listMissing(settings);
  if (configFile !== undefined && server !== undefined && missing.length === 0) return { ...settings, server };
  const summary =
    configFile === undefined
      ? 'The server needs a settings file, and found none here or in a folder above. Run "agent-safe init".'
      : `The server needs settings that are missing: ${missing.join(', ')}. Add them to ${configFile}.`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}

/** Lists the settings that a server needs and that are missing. */
export function listMissing({ auditLog, keys, policies, registry, state }: Settings): readonly string[] {
  const needed = { registry, policies, keys, state, audit_log: auditLog };
  return Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
}
