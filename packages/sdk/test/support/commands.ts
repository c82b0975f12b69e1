import { join } from 'node:path';
import { bindState, openAuditLog } from '@agent-safe/audit';
import { loadKeys, verificationKeys } from '@agent-safe/registry';
import { sqliteStores } from '@agent-safe/store-sqlite';
import { TicketVerifier } from '@agent-safe/tickets';
import type { AgentSafe } from '../../src/index.ts';
import type { TestProject } from './project.ts';

/** Opens a project, works with it, and closes it, as a command does. */
export async function within<Result>(
  project: Pick<TestProject, 'open'>,
  work: (safe: AgentSafe) => Promise<Result>,
): Promise<Result> {
  const safe = await project.open();
  try {
    return await work(safe);
  } finally {
    await safe.close();
  }
}

/** Uses a ticket, as an executor does. */
export async function redeem(
  { folder, time }: Pick<TestProject, 'folder' | 'time'>,
  token: string,
): ReturnType<TicketVerifier['redeem']> {
  const clock = () => time.now;
  const stores = sqliteStores(join(folder, 'state.db'), { clock });
  const log = openAuditLog(join(folder, 'audit.jsonl'), { clock });
  try {
    const bound = bindState(log, stores);
    if (bound === undefined) throw new Error('The log does not count facts.');
    const { nonces, revocations } = bound.stores;
    const keys = verificationKeys(loadKeys(join(folder, 'keys.json')).tokens);
    return await new TicketVerifier({ keys, nonces, revocations, audit: bound, clock }).redeem(token);
  } finally {
    stores.close();
    await log.close();
  }
}
