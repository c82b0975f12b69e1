import { AuditLog, openAuditLog } from '@agent-safe/audit';
import type { Action } from '@agent-safe/core';
import { Runner, type RunnerOptions } from '@agent-safe/runner';
import { MemoryNonceStore } from '@agent-safe/tickets';
import { AwsExecutor } from '../../../src/index.ts';
import { KeyVault } from '../key-vault.ts';
import { ACCOUNT, REGION } from '../moto.ts';

/** Execution of one ticket in a process of its own, which a test may kill. */
export interface TicketRun {
  readonly action: Action;
  /** Address of the API. */
  readonly endpoint: string;
  readonly log: string;
  readonly ticket: string;
  readonly keys: RunnerOptions['tickets']['keys'];
}

async function main({ action, endpoint, keys, log: path, ticket }: TicketRun): Promise<void> {
  const accounts = { test: { account_id: ACCOUNT, region: REGION, endpoint_url: endpoint } };
  const log = new AuditLog(path);
  const runner = new Runner({
    tickets: { keys, nonces: new MemoryNonceStore() },
    actions: [action],
    executors: [new AwsExecutor({ accounts })],
    vault: new KeyVault(),
    audit: log,
    history: openAuditLog(path),
  });
  const report = await runner.run(ticket, { executor: 'aws', timeout: 60 });
  await log.close();
  process.stdout.write(JSON.stringify(report));
}

await main(JSON.parse(process.argv[2] ?? '') as TicketRun);
