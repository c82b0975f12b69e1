import type { Accounts, SignInLimits } from '@agent-safe/accounts';
import type { Settings } from '@agent-safe/registry/open';
import type { AgentSafe, OpenOptions } from '@agent-safe/sdk';
import { openServerAccounts } from '../callers/accounts.ts';
import { openCredentials } from '../callers/credentials.ts';
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
  context: Pick<ServerContext, 'isSecure' | 'onError' | 'operations'> & {
    readonly firstUrl: () => string;
    readonly signInLimits: SignInLimits;
  },
  refuse: (settings: Settings) => void,
): Promise<OpenedGeneration> {
  const project = await loadProject(options, refuse);
  const { firstUrl, isSecure, onError, operations, signInLimits } = context;
  const { settings } = project;
  const accounts = await openAccountsOrClose(project.safe, signInLimits);
  const publicUrl = () => (settings.server.public_url ?? firstUrl()).replace(/\/+$/, '');
  const credentials = openCredentials(project.safe, settings.server, accounts, { isSecure, publicUrl });
  const close = async () => {
    await accounts.close();
    await project.safe.close();
  };
  const closing = new AbortController();
  const server: ServerContext = {
    project: () => project,
    settings: settings.server,
    publicUrl,
    accounts,
    isSecure,
    closing: closing.signal,
    onError,
    operations,
  };
  return { generation: { server, credentials, closing, close }, settings };
}

/** A failure leaves no project open: a reload tries again. */
async function openAccountsOrClose(safe: AgentSafe, limits: SignInLimits): Promise<Accounts> {
  try {
    return openServerAccounts(safe, limits);
  } catch (error) {
    await safe.close();
    throw error;
  }
}
