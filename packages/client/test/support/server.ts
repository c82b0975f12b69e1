import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeys } from '@agent-safe/accounts';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import type { ApiKeyScope } from '@agent-safe/core';
import { generateKeys } from '@agent-safe/registry';
import { AgentSafe, openProjectServices } from '@agent-safe/sdk';
import { type RunningServer, serve } from '@agent-safe/server';
import { makeFolder } from '@agent-safe/testkit/folders';
import { onTestFinished } from 'vitest';

export const RESTART = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
} as const;
export const SCALE = {
  action: 'scale-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app', replicas: 3 },
} as const;

export interface TestServer {
  readonly server: RunningServer;
  readonly url: string;
  readonly folder: string;
  readonly safe: AgentSafe;
  readonly token: (agent_id: string, roles?: readonly string[]) => Promise<string>;
  readonly key: (scopes: readonly ApiKeyScope[]) => Promise<string>;
}

/** Starts a server in this process: restarts are allowed, and scaling requires an approval. */
export async function startServer(listen = '127.0.0.1:0'): Promise<TestServer> {
  const folder = makeFolder();
  const rule = (action: string, decision: string) => ({
    name: action,
    match: { actions: [action] },
    decision,
    reason: 'A rule',
  });
  const rules = [rule('restart-deployment', 'allow'), rule('scale-deployment', 'require_approval')];
  writeFileSync(join(folder, 'policies.yaml'), JSON.stringify({ rules }));
  writeFileSync(join(folder, 'keys.json'), generateKeys(), { mode: 0o600 });
  const config = join(folder, 'agent-safe.yaml');
  const settings = {
    registry: actionsPath,
    inventory: inventoryPath,
    policies: 'policies.yaml',
    keys: 'keys.json',
    state: 'state.db',
    audit_log: 'audit.jsonl',
    authzen: { types: { user: { subject: true, roles: ['role'] } } },
  };
  writeFileSync(config, JSON.stringify(settings));
  const server = await serve({ config, listen: [listen.replace('FOLDER', folder)] });
  const safe = await AgentSafe.open({ config });
  onTestFinished(async () => {
    await safe.close();
    await server.close();
  });
  return {
    server,
    safe,
    url: server.urls[0] ?? '',
    folder,
    token: (agent_id, roles = []) => safe.tokens.issue({ agent_id, roles }),
    async key(scopes) {
      const services = await openProjectServices({ config });
      try {
        if (services.accounts === undefined) throw new Error('The project has no accounts.');
        const keys = new ApiKeys(services.accounts);
        const created = await keys.create({ name: 'gateway', scopes });
        await keys.close();
        if (!created.ok) throw new Error(created.reason);
        return created.secret;
      } finally {
        await services.close();
      }
    },
  };
}
