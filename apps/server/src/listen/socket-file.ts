import { chmodSync, chownSync, lstatSync, readFileSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { AgentSafeError } from '@agent-safe/core';

/**
 * Removes the socket of a server that ended without removing it.
 *
 * @throws AgentSafeError ERR_LISTEN_FAILED if another server answers there, or if the file is no socket
 */
export async function removeStaleSocket(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket())
    throw new AgentSafeError(
      'ERR_LISTEN_FAILED',
      `The path of the socket has another file: ${path}. Choose another path.`,
    );
  if (await isAnswered(path))
    throw new AgentSafeError(
      'ERR_LISTEN_FAILED',
      `Another server uses the socket: ${path}. Stop it, or choose another path.`,
    );
  unlinkSync(path);
}

async function isAnswered(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.once('connect', () => resolve(true));
  // A file that this user may not open belongs to another user.
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

/** Opens a socket to a group, or to its user alone. @throws the error of `node:fs` */
export function restrictSocket(path: string, group: string | number | undefined): void {
  if (group === undefined) {
    chmodSync(path, 0o600);
    return;
  }
  const id = findGroup(group);
  if (id === undefined)
    throw new AgentSafeError('ERR_LISTEN_FAILED', `There is no group ${JSON.stringify(group)}. Create it.`);
  chownSync(path, -1, id);
  chmodSync(path, 0o660);
}

/** Returns the number of a group. @returns undefined if the machine has no such group */
export function findGroup(group: string | number): number | undefined {
  if (typeof group === 'number') return group;
  if (/^\d+$/.test(group)) return Number(group);
  const lines = readFileSync('/etc/group', 'utf8').split('\n');
  const found = lines.map((line) => line.split(':')).find(([name]) => name === group);
  return found === undefined ? undefined : Number(found[2]);
}
