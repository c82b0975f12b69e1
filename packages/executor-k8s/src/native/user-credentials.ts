import { readFile } from 'node:fs/promises';
import type { User } from '@kubernetes/client-node';
import { RequestNotSent } from '../api/transport.ts';
import { type PluginConfig, runCredentialPlugin } from './credential-plugin.ts';

/**
 * Reads the credentials that a user of a kubeconfig only refers to: a file with a token, or a program that prints credentials. Both are
 * read for each connection, because they change.
 *
 * @throws RequestNotSent if they cannot be read
 */
export async function readUserCredentials(user: User, signal: AbortSignal): Promise<User> {
  const { authProvider, exec, ...others } = user;
  const config = authProvider?.config as { readonly tokenFile?: unknown; readonly exec?: unknown } | undefined;
  const plugin: unknown = exec ?? config?.exec;
  if (isPlugin(plugin)) {
    const { certificate, key, token } = await runCredentialPlugin(plugin, signal);
    const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64');
    return {
      ...others,
      ...(token === undefined ? {} : { token }),
      ...(certificate === undefined || key === undefined
        ? {}
        : { certData: encode(certificate), keyData: encode(key) }),
    };
  }
  if (typeof config?.tokenFile === 'string') return { ...others, token: await readToken(config.tokenFile) };
  return user;
}

/** Whether the credentials may be others when they are read again. */
export function canChange({ authProvider, exec }: User): boolean {
  return (authProvider ?? undefined) !== undefined || (exec ?? undefined) !== undefined;
}

function isPlugin(value: unknown): value is PluginConfig {
  return typeof value === 'object' && value !== null && typeof (value as { command?: unknown }).command === 'string';
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new RequestNotSent(`The token file ${JSON.stringify(file)} of the kubeconfig cannot be read: ${code}.`);
  }
}
