import type { ApiKeys } from '@agent-safe/accounts';
import type { Settings } from '@agent-safe/registry/open';
import type { AgentSafe, OpenOptions } from '@agent-safe/sdk';
import { openApiKeys, recognizeKey } from '../callers/api-key.ts';
import type { Generation } from './generations.ts';
import { loadProject } from './load-project.ts';
import type { ServerContext } from './server-context.ts';

/** A generation, and the settings that it was loaded with. */
export interface OpenedGeneration {
  readonly generation: Generation;
  readonly settings: Settings;
}

/**
 * Loads the documents of a project, and opens what depends on them.
 *
 * @param refuse throws if the settings cannot be used by the running server
 * @throws AgentSafeError with every error of the files, each with file, line and fix
 */
export async function openGeneration(
  options: OpenOptions,
  context: Pick<ServerContext, 'onError' | 'operations'> & { readonly firstUrl: () => string },
  refuse: (settings: Settings) => void,
): Promise<OpenedGeneration> {
  const project = await loadProject(options, refuse);
  const apiKeys = await openKeys(project.safe);
  const credentials = {
    safe: () => project.safe,
    apiKey: (text: string) => recognizeKey(text, apiKeys),
    session: async () => undefined,
  };
  const close = async () => {
    await apiKeys.close();
    await project.safe.close();
  };
  const { firstUrl, onError, operations } = context;
  const { settings } = project;
  const closing = new AbortController();
  const server: ServerContext = {
    project: () => project,
    settings: settings.server,
    publicUrl: () => (settings.server.public_url ?? firstUrl()).replace(/\/+$/, ''),
    closing: closing.signal,
    onError,
    operations,
  };
  return { generation: { server, credentials, closing, close }, settings };
}

/** A failure leaves no project open: a reload tries again. */
async function openKeys(safe: AgentSafe): Promise<ApiKeys> {
  try {
    return openApiKeys(safe);
  } catch (error) {
    await safe.close();
    throw error;
  }
}
