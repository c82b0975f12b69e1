import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeProject } from './support/project.ts';

/** A secret that is planted everywhere and must appear nowhere. */
const PLANTED = 'hunter2hunter2hunter2';
const SIGNING = `whsec_${Buffer.alloc(32, PLANTED).toString('base64')}`;
const invoke = {
  action: 'lambda-invoke-function',
  target: 'prod/payment-processor',
  params: { function_name: 'payment-processor', region: 'us-east-1', payload: `{"card":"${PLANTED}"}` },
};

interface Message {
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function startReceiver(): Promise<{ readonly url: string; readonly first: Promise<Message> }> {
  const { promise: first, resolve } = Promise.withResolvers<Message>();
  const take = async (incoming: IncomingMessage) => {
    resolve({ headers: incoming.headers as Record<string, string>, body: await text(incoming) });
  };
  const server = createServer((incoming, response) => void take(incoming).then(() => response.end('ok')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${PLANTED}`, first };
}

/** The key of the ConfigMap is the name of a secret, and its value no declared one. */
const setSecretKey = {
  ...invoke,
  action: 'update-configmap',
  params: { namespace: 'dev', configmap: 'app', key: 'DB_PASSWORD', value: PLANTED },
};

test.each([
  ['T21', invoke],
  ['T51', setSecretKey],
])('%s webhook and Slack notices have all that approvers need, and no secret', async (_, request) => {
  const [webhook, slack] = [await startReceiver(), await startReceiver()];
  vi.stubEnv('TEST_WEBHOOK_URL', webhook.url);
  vi.stubEnv('TEST_WEBHOOK_SECRET', SIGNING);
  vi.stubEnv('TEST_SLACK_URL', slack.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const notifiers = [
    { backend: 'webhook', url_env: 'TEST_WEBHOOK_URL', secret_env: 'TEST_WEBHOOK_SECRET', allow_private: true },
    { backend: 'slack', url_env: 'TEST_SLACK_URL', allow_private: true },
  ] as const;
  const failures: string[] = [];
  const project = makeProject(
    { '*': 'require_approval' },
    { approvals: { notifiers }, onNotifyFailure: (_, { message }) => failures.push(message) },
  );
  const safe = await project.open();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const decision = await safe.check({ ...request, caller });
  const unproven = await safe.check({ ...request, caller: 'worker' });
  const { request_id = '' } = decision;
  const [posted, shown] = [await webhook.first, await slack.first];
  await safe.close();

  const { data, type } = new Webhook(SIGNING).verify(posted.body, posted.headers) as Record<string, object>;
  expect(type).toBe('approval.requested');
  expect(data).toMatchObject({ request: { request_id, action: request.action, target: request.target } });
  const message = shown.body;
  for (const needed of [
    request.action,
    request.target,
    decision.effective_risk,
    'worker',
    'The rule for *',
    '2026-01-05T13:00:00.000Z',
    `agent-safe approval approve ${request_id} --as`,
  ]) {
    expect(message).toContain(needed);
  }

  const secrets = [PLANTED, SIGNING, caller, ...caller.split('.'), unproven.request_secret ?? 'none'];
  const written = [project.everything(), posted.body, message, failures.join(), JSON.stringify(decision)].join('\n');
  for (const secret of secrets) expect(written).not.toContain(secret);
  expect(failures).toEqual([]);
});

test('unreachable receivers do not affect the decision, and get the notice when they are back', async () => {
  const { url, first } = await startReceiver();
  const silent = createServer(() => undefined);
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    silent.close();
    silent.closeAllConnections();
  });
  vi.stubEnv('AGENT_SAFE_WEBHOOK_SECRET', SIGNING);
  onTestFinished(() => void vi.unstubAllEnvs());
  const origin = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const dead = { backend: 'webhook', url: origin, allow_private: true } as const;
  // The project chooses the name of a notifier, so that another process can send its unsent notices.
  let isBack = false;
  const late = {
    name: 'late',
    notify: async (notice: object) => {
      if (!isBack) throw new Error('not back yet');
      await fetch(url, { method: 'POST', body: JSON.stringify(notice) });
    },
  };
  const options = { approvals: { notifiers: [dead, late] }, onNotifyFailure: () => undefined };
  const project = makeProject({ '*': 'require_approval' }, options);
  const safe = await project.open();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const { request_id } = await safe.check({ ...invoke, caller });
  expect(request_id).toBeDefined();
  await safe.close();
  isBack = true;
  project.time.now += 60_000;
  const other = await project.open();
  expect((await first).body).toContain(request_id);
  await other.close();
});
