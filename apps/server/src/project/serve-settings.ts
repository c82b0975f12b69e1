import { resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { findConfig, tryConfig } from '@agent-safe/registry';
import { openSettings } from '@agent-safe/registry/open';
import type { OpenOptions } from '@agent-safe/sdk';
import { checkServer, type ServerOverrides } from '../listen/check-server.ts';
import { requireProof, type ServeSettings } from './load-project.ts';

/**
 * Reads the settings of a server, without policies.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID with all mistakes, each with file, line and fix
 */
export async function readServeSettings(options: OpenOptions, overrides: ServerOverrides): Promise<ServeSettings> {
  const settings = requireProof(await openSettings(options));
  const cwd = options.cwd ?? process.cwd();
  const file = options.config ?? findConfig(cwd);
  const tried = typeof file === 'string' ? tryConfig(resolve(cwd, file)) : undefined;
  const diagnostics = tried === undefined ? [] : checkServer(tried, overrides);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return settings;
  throw new AgentSafeError('ERR_CONFIG_INVALID', 'The settings of the server cannot be used.', { diagnostics: errors });
}
