import type { Settings } from '@agent-safe/registry/open';
import type { OpenOptions } from '@agent-safe/sdk';
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
  const apiKeys = openApiKeys(project.safe);
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
