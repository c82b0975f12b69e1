import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import { Runner } from '@agent-safe/runner';
import { MemoryNonceStore } from '@agent-safe/tickets';
import type { KilledRun } from '../killed-run.ts';

const kill = () => process.kill(process.pid, 'SIGKILL');

/** Counts the requests to AWS, and ends this process at the chosen one. */
function killAt({ moment, request }: KilledRun): () => number {
  let requests = 0;
  const { request: send } = http;
  http.request = ((...args: Parameters<typeof send>) => {
    requests += 1;
    const isChosen = requests === request;
    if (isChosen && moment === 'before') kill();
    const sent = send(...args);
    if (isChosen && moment === 'sent') sent.once('finish', () => setImmediate(kill));
    if (isChosen && moment === 'answered') sent.prependOnceListener('response', kill);
    return sent;
  }) as typeof send;
  syncBuiltinESMExports();
  return () => requests;
}

async function main(run: KilledRun): Promise<void> {
  const countRequests = killAt(run);
  // Loaded after the replacement of `request`.
  const { AwsExecutor, AwsStsVault } = await import('../../../../src/index.ts');
  const { account, action, log: path, ticket, verification } = run;
  const log = new AuditLog(path);
  const runner = new Runner({
    tickets: { keys: [verification], nonces: new MemoryNonceStore() },
    actions: [action],
    executors: [new AwsExecutor({ accounts: { test: { ...account, role_arn: undefined } } })],
    vault: new AwsStsVault({ accounts: { test: account } }),
    audit: log,
    history: openAuditLog(path),
  });
  const report = await runner.run(ticket, { executor: 'aws', timeout: 60 });
  await log.close();
  process.stdout.write(JSON.stringify({ requests: countRequests(), report }));
}

await main(JSON.parse(process.argv[2] ?? '') as KilledRun);
