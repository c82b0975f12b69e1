import { resolve } from 'node:path';
import { AgentSafeError, type Diagnostic } from '@agent-safe/core';
import {
  checkAbsentSettings,
  checkApprovers,
  checkGrants,
  displayPath,
  findConfig,
  mergeSettings,
  readProject,
  toPolicySet,
  tryConfig,
  tryKeys,
} from '@agent-safe/registry';
import { checkServer } from './listen/check-server.ts';
import { listMissing } from './project/load-project.ts';
import type { ServeOptions } from './serve.ts';

/** Every mistake that would keep a server from starting, and warnings. */
export interface ServeConfigCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** Digest of the policies; null with errors. */
  readonly digest: string | null;
}

/**
 * Checks the settings, the documents, the keys and the addresses of a server. Nothing is opened or changed.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND
 */
export async function checkServeConfig({
  behindProxy,
  config,
  cwd = process.cwd(),
  listen,
}: Pick<ServeOptions, 'behindProxy' | 'config' | 'cwd' | 'listen'>): Promise<ServeConfigCheck> {
  const named = config ?? findConfig(cwd);
  if (typeof named !== 'string') {
    const summary =
      'The server needs a settings file, and found none here or in a folder above. Run "agent-safe init".';
    throw new AgentSafeError('ERR_CONFIG_NOT_FOUND', summary);
  }
  const read = tryConfig(resolve(cwd, named));
  const settings = mergeSettings({}, read.config, cwd);
  const project = readProject(settings);
  const keys = settings.keys === undefined ? undefined : tryKeys(settings.keys);
  const diagnostics: Diagnostic[] = [
    ...read.diagnostics,
    // Settings that could not be read are reported already.
    ...(read.diagnostics.length > 0 ? [] : [...describeMissing(listMissing(settings), read.config?.file)]),
    ...checkServer(read, { listen, behindProxy }),
    ...checkAbsentSettings(read),
    ...project.diagnostics,
    ...(keys?.diagnostics ?? []),
  ];
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  if (hasErrors) return { diagnostics, digest: null };
  diagnostics.push(...checkApprovers(read, project.rules), ...checkGrants(read));
  return { diagnostics, digest: toPolicySet(project).digest };
}

function describeMissing(names: readonly string[], file: string | undefined): readonly Diagnostic[] {
  return names.map((name) => ({
    severity: 'error',
    code: 'setting_missing',
    message: `The server needs the setting "${name}".`,
    fix: `Add "${name}", as "agent-safe init" writes it.`,
    ...(file === undefined ? {} : { file: displayPath(file) }),
  }));
}
