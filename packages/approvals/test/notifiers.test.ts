import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import type { ApprovalRequest } from '@agent-safe/core';
import { DeliveryError } from '@agent-safe/webhook';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Notifier, NotifyFailure } from '../src/index.ts';
import { MemoryNoticeStore, webhookNotifier } from '../src/index.ts';
import { noticeOf } from '../src/notify/notifier.ts';
import { Outbox } from '../src/notify/outbox.ts';
import { slackNotifier } from '../src/slack.ts';
import { ask, HOUR, makeSubject, makeWorld, START } from './support/world.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'hunter2').toString('base64')}`;
const PATH = '/services/hunter2?token=hunter2';
const never = new AbortController().signal;

interface Received {
  readonly headers: Record<string, string>;
  readonly url: string | undefined;
  readonly body: string;
}

/** A local HTTP server, and the requests that it received. */
async function startReceiver(
  answer: (response: ServerResponse, count: number) => void = (response) => response.end('ok'),
) {
  const received: Received[] = [];
  const { promise: first, resolve } = Promise.withResolvers<Received>();
  const take = async (incoming: IncomingMessage, response: ServerResponse) => {
    const headers = incoming.headers as Record<string, string>;
    const message = { headers, url: incoming.url, body: await text(incoming) };
    const count = received.push(message);
    answer(response, count);
    resolve(message);
  };
  const server = createServer((incoming, response) => void take(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { received, first, origin, url: `${origin}${PATH}` };
}

async function makeNotice(differences = {}) {
  const { approvals } = makeWorld();
  const asked = await approvals.request(makeSubject(differences));
  if (!asked.ok) throw new Error(asked.reason);
  return { notice: noticeOf(asked.request), secret: asked.secret };
}

describe('a webhook', () => {
  test('a new request is delivered, signed and without secrets', async () => {
    const { first, url } = await startReceiver();
    const { approvals } = makeWorld({ notifiers: [webhookNotifier(url, SECRET, { allowPrivate: true })] });
    const { id, secret } = await ask(approvals, { caller_verified: false, params: { password: 'hmac-sha256:abc' } });
    const { body, headers, url: path } = await first;
    expect(path).toBe(PATH);
    expect(headers['webhook-id']).toBe(`${id}-requested`);
    const { data, type } = new Webhook(SECRET).verify(body, headers) as Record<string, unknown>;
    expect(type).toBe('approval.requested');
    const answered = await approvals.get(id);
    expect(data).toEqual({
      request: answered.ok && answered.request,
      commands: {
        approve: `agent-safe approval approve ${id} --as "$APPROVER" --reason "…"`,
        deny: `agent-safe approval deny ${id} --as "$APPROVER" --reason "…"`,
      },
    });
    expect(body).not.toContain(secret);
    expect(body).not.toMatch(/hunter2|secret_hash|"mac"/);
    await approvals.close();
  });

  test('a second request for the same subject sends no notice', async () => {
    const { received, url } = await startReceiver();
    const { approvals } = makeWorld({ notifiers: [webhookNotifier(url, SECRET, { allowPrivate: true })] });
    await ask(approvals);
    await ask(approvals);
    await approvals.close();
    expect(received).toHaveLength(1);
  });

  test.each(['http://127.0.0.1/hunter2', 'https://10.0.0.1/hunter2', 'https://user:hunter2@example.com/', 'hunter2'])(
    'T21 %s is refused with a message that contains no secret',
    (url) => {
      for (const make of [() => webhookNotifier(url, SECRET), () => slackNotifier(url)]) {
        expect(make).toThrow(DeliveryError);
        expect(make).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
      }
    },
  );
});

describe('Slack', () => {
  const hostile =
    '<!channel> <https://evil.example|Approve> *bold* & `code` ```\n\u202etxt.exe @here https://evil.example';

  test('the message holds all fields that an approver needs', async () => {
    const { first, url } = await startReceiver();
    const { approvals } = makeWorld({ notifiers: [slackNotifier(url, { allowPrivate: true })] });
    const { id, secret } = await ask(approvals, { caller_verified: false, ticket_id: 'OPS-1' });
    const { body, headers, url: path } = await first;
    expect([path, headers['content-type']]).toEqual([PATH, 'application/json']);
    const needed = [
      'restart-deployment 1.0.0',
      'prod/api',
      'high (risk class of the action: medium)',
      '"worker-01" (unverified), delegated by "orchestrator"',
      'Production needs an approval. (rule production)',
      '2026-01-01T01:00:00.000Z',
      'OPS-1',
      '1 of role approver',
      `agent-safe approval approve ${id} --as "$APPROVER" --reason`,
    ];
    const texts = readTexts(JSON.parse(body)).map(({ text: shown }) => shown.replaceAll('&gt;', '>'));
    for (const each of needed)
      expect(
        texts.some((shown) => shown.includes(each)),
        each,
      ).toBe(true);
    expect(body).not.toContain(secret);
    expect(body).not.toMatch(/hunter2|secret_hash/);
    await approvals.close();
  });

  test('T26 the message has buttons with the id of the request, only if they are asked for', async () => {
    for (const buttons of [true, undefined]) {
      const { first, url } = await startReceiver();
      const { approvals } = makeWorld({ notifiers: [slackNotifier(url, { allowPrivate: true, buttons })] });
      const { id } = await ask(approvals);
      const { blocks } = JSON.parse((await first).body) as { readonly blocks: readonly { readonly type: string }[] };
      const element = { type: 'button', value: id };
      const expected = [
        { ...element, action_id: 'agent_safe_approve' },
        { ...element, action_id: 'agent_safe_deny' },
      ];
      const actions = blocks.filter(({ type }) => type === 'actions');
      expect(actions).toMatchObject(buttons === true ? [{ elements: expected }] : []);
      await approvals.close();
    }
  });

  test('T33 text from agents creates no mention, link or formatting', async () => {
    const { received, url } = await startReceiver();
    const { notice } = await makeNotice({
      action: hostile,
      action_version: hostile,
      target: hostile,
      caller: hostile,
      chain: [hostile],
      params: { [hostile]: hostile },
      reason: hostile,
      policy_matched: hostile,
      ticket_id: hostile,
    });
    await slackNotifier(url, { allowPrivate: true }).notify(notice, never);
    const message = JSON.parse(received[0]?.body ?? '') as { text: string; [option: string]: unknown };
    expect(message).toMatchObject({ link_names: false, unfurl_links: false, unfurl_media: false });
    expect(message.text).not.toMatch(/[<>\n\u202e]/);
    for (const { text: shown, type } of readTexts(message)) {
      expect(shown).not.toMatch(/[<>\u202e]/);
      expect(shown.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
      // Only text of Agent-Safe is formatted.
      if (type === 'mrkdwn') expect(shown).not.toMatch(/evil|here/);
    }
  });

  test('long values are cut to the limits of Slack', async () => {
    const { received, url } = await startReceiver();
    const long = '&\u0001'.repeat(20_000);
    const { notice } = await makeNotice({ action: long, target: long, reason: long, params: { long } });
    await slackNotifier(url, { allowPrivate: true }).notify(notice, never);
    const message = JSON.parse(received[0]?.body ?? '') as { blocks: { fields?: object[]; text?: object }[] };
    for (const { fields = [], text: whole } of message.blocks) {
      for (const { text: shown } of readTexts(fields)) expect(shown.length).toBeLessThanOrEqual(2_000);
      for (const { text: shown } of readTexts(whole)) expect(shown.length).toBeLessThanOrEqual(3_000);
    }
  });

  test.each([[404], [302], [500]])('T21 the error after status %i names only the origin', async (status) => {
    const other = await startReceiver();
    const { origin, url } = await startReceiver((response) => {
      response.writeHead(status, { location: `${other.origin}/hunter2` }).end('hunter2');
    });
    const { notice } = await makeNotice();
    const sent = slackNotifier(url, { allowPrivate: true }).notify(notice, never);
    await expect(sent).rejects.toThrow(`${origin}: the receiver answered ${status}`);
    await expect(sent).rejects.toSatisfy((error: Error) => !`${error.stack} ${error.cause}`.includes('hunter2'));
    expect(other.received).toEqual([]);
  });

  function readTexts(value: unknown): readonly { readonly type: string; readonly text: string }[] {
    if (typeof value !== 'object' || value === null) return [];
    const { text: shown, type } = value as { text?: unknown; type?: unknown };
    const own = typeof shown === 'string' && typeof type === 'string' ? [{ type, text: shown }] : [];
    return [...own, ...Object.values(value).flatMap(readTexts)];
  }
});

describe('a failing notifier', () => {
  const pending = (request: ApprovalRequest) => async () => ({ ok: true, request }) as const;

  /** A notifier that fails a number of times, and the times of its attempts. */
  async function failing(times: number, error: unknown = new Error('hunter2'), ends = START + HOUR) {
    const { notice } = await makeNotice();
    const request = { ...notice.request, expires_at: new Date(ends).toISOString() };
    const tried: number[] = [];
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const time = { now: START };
    const notifier: Notifier = {
      name: 'failing',
      notify: async () => {
        if (tried.push(time.now) <= times) throw error;
        resolve();
      },
    };
    const failures: (NotifyFailure & { readonly message: string })[] = [];
    const outbox = new Outbox([notifier], {
      store: new MemoryNoticeStore(),
      look: pending(request),
      clock: () => time.now,
      random: () => 0.5,
      pause: async (milliseconds) => {
        await setImmediate();
        time.now += milliseconds;
      },
      onFailure: (failure, { message }) => failures.push({ ...failure, message }),
    });
    onTestFinished(() => outbox.close(0));
    outbox.push(noticeOf(request));
    return { arrived, failures, request, tried };
  }

  test('is retried with growing backoff, and reported without secrets', async () => {
    const { arrived, failures, request, tried } = await failing(3);
    await arrived;
    expect(tried.map((at) => at - START)).toEqual([0, 1_000, 3_000, 7_000]);
    expect(failures.map(({ isLast, tries }) => [tries, isLast])).toEqual([1, 2, 3].map((tries) => [tries, false]));
    expect(failures[0]).toMatchObject({ notifier: 'failing', request_id: request.request_id });
    expect(JSON.stringify(failures)).not.toContain('hunter2');
  });

  test('is retried at the time that it asks for', async () => {
    const { arrived, tried } = await failing(1, new DeliveryError('busy', { retryAfter: 60_000 }));
    await arrived;
    expect(tried.map((at) => at - START)).toEqual([0, 60_000]);
  });

  test.each([
    [60_000, 10],
    [100 * HOUR, 12],
  ])('is dropped at the expiry or after twelve attempts: lifetime %i ms, %i attempts', async (life, tries) => {
    const { failures, tried } = await failing(Number.POSITIVE_INFINITY, new Error('hunter2'), START + life);
    while (!failures.some(({ isLast }) => isLast)) await setImmediate();
    for (let count = 0; count < 20; count += 1) await setImmediate();
    expect(failures.at(-1)).toMatchObject({ isLast: true, tries });
    expect(tried).toHaveLength(tries);
    expect(Math.max(...tried)).toBeLessThan(START + life);
  });

  test('does not delay the request or the other notifiers', async () => {
    const { first, url } = await startReceiver();
    const hanging: Notifier = { name: 'hanging', notify: () => new Promise(() => undefined) };
    const throwing: Notifier = {
      name: 'throwing',
      notify: () => {
        throw new Error('hunter2');
      },
    };
    // No process listens on this port.
    const dead = webhookNotifier('http://127.0.0.1:1/hunter2', SECRET, { allowPrivate: true });
    const failures: string[] = [];
    const { approvals } = makeWorld({
      notifiers: [hanging, throwing, dead, webhookNotifier(url, SECRET, { allowPrivate: true })],
      onNotifyFailure: ({ notifier }, { message }) => failures.push(`${notifier} ${message}`),
    });
    const asked = await approvals.request(makeSubject());
    expect(asked).toMatchObject({ ok: true, created: true });
    expect(failures).toEqual([]);
    await first;
    // Some systems delay the refusal of a connection.
    while (!failures.some((each) => each.startsWith(dead.name))) await setImmediate();
    await approvals.close(200);
    expect(new Set(failures.map((each) => each.split(' ')[0]))).toEqual(new Set([dead.name, 'hanging', 'throwing']));
    expect(failures).toHaveLength(3);
    expect(failures.join()).not.toContain('hunter2');
    expect(failures.join()).toContain('http://127.0.0.1:1: no response (ECONNREFUSED)');
  });

  test('notices that the store rejects are sent from memory, up to a thousand', async () => {
    const fail = () => Promise.reject(new Error('the disk is full'));
    const store = { add: fail, take: fail, done: fail, retry: fail };
    const failures: NotifyFailure[] = [];
    const told: string[] = [];
    const { notice } = await makeNotice();
    const notify: Notifier['notify'] = async ({ request }) => void told.push(request.request_id);
    const hanging: Notifier = { name: 'hanging', notify: () => new Promise(() => undefined) };
    const look = async () => ({ ok: false, code: 'state_unavailable', reason: 'It is down.' }) as const;
    const outbox = new Outbox([{ name: 'working', notify }, hanging], {
      store,
      look,
      clock: () => START,
      onFailure: (failure) => failures.push(failure),
    });
    const push = (count: number) => outbox.push(noticeOf({ ...notice.request, request_id: `apr-${count}` }));
    for (let count = 0; count < 10; count += 1) push(count);
    while (told.length < 10) await setImmediate();
    expect(new Set(told).size).toBe(10);
    expect(failures).toEqual([]);
    // Sent notices free their place.
    for (let count = 10; count < 3_000; count += 1) push(count);
    while (!failures.some(({ tries }) => tries === 0)) await setImmediate();
    expect(told.length).toBeGreaterThanOrEqual(1_000);
    await outbox.close(0);
    outbox.push(notice);
    expect(failures.at(-1)).toMatchObject({ notifier: 'hanging', tries: 0, isLast: true });
  });
});
