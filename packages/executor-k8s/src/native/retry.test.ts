import { expect, test } from 'vitest';
import { RequestNotSent } from '../api/transport.ts';
import type { HttpAnswer } from './connection.ts';
import { ConnectionLost } from './connection-lost.ts';
import { sendWithRetry } from './retry.ts';

const answer = (statusCode: number, headers: HttpAnswer['headers'] = {}, text = ''): HttpAnswer => ({
  statusCode,
  headers,
  text,
  truncated: false,
});

/** Sends until the outcomes are used up, and records each backoff in milliseconds. */
async function send(outcomes: readonly (HttpAnswer | Error)[], isRead: boolean, deadline = 1_000_000) {
  const left = [...outcomes];
  const pauses: number[] = [];
  let now = 0;
  const result = await sendWithRetry(
    async () => {
      const next = left.shift() ?? new Error('one attempt too many');
      if (next instanceof Error) throw next;
      return next;
    },
    {
      isRead,
      deadline,
      clock: () => now,
      signal: new AbortController().signal,
      pause: async (milliseconds) => {
        pauses.push(milliseconds);
        now += milliseconds;
      },
    },
  ).catch((error: unknown) => error as Error);
  const attempts = outcomes.length - left.length;
  return { attempts, pauses, outcome: result instanceof Error ? result.name : result.statusCode };
}

const WRITE = false;
const READ = true;

test.each([
  ['a read after 503', READ, [answer(503), answer(200)], { attempts: 2, pauses: [200], outcome: 200 }],
  ['a read after a lost connection', READ, [new ConnectionLost('lost'), answer(200)], { attempts: 2, outcome: 200 }],
  ['a write after 429', WRITE, [answer(429), answer(200)], { attempts: 2, pauses: [200], outcome: 200 }],
  ['a write that was not sent', WRITE, [new RequestNotSent('refused'), answer(200)], { attempts: 2, outcome: 200 }],
  ['after the time of Retry-After', WRITE, [answer(429, { 'retry-after': '2' }), answer(200)], { pauses: [2_000] }],
  ['after at most 10 s', WRITE, [answer(429, { 'retry-after': '3600' }), answer(200)], { pauses: [10_000] }],
  ['with a growing backoff', READ, [answer(503), answer(503), answer(503), answer(200)], { pauses: [200, 400, 800] }],
])('a request is sent again: %s', async (_, isRead, outcomes, expected) => {
  expect(await send(outcomes, isRead)).toMatchObject(expected);
});

test.each([
  ['a write after 503: it may have been carried out', WRITE, [answer(503)], 503],
  ['a write after a lost connection', WRITE, [new ConnectionLost('lost')], 'ConnectionLost'],
  ['an eviction that a PodDisruptionBudget holds', WRITE, [answer(429, {}, '{"reason":"DisruptionBudget"}')], 429],
  ['a refusal', READ, [answer(403)], 403],
])('T29 a request is not sent again: %s', async (_, isRead, outcomes, outcome) => {
  expect(await send(outcomes, isRead)).toEqual({ attempts: 1, pauses: [], outcome });
});

test('a request is sent at most five times', async () => {
  const outcomes = Array.from({ length: 9 }, () => answer(503));
  expect(await send(outcomes, READ)).toMatchObject({ attempts: 5, outcome: 503 });
});

test('no attempt begins after the deadline', async () => {
  expect(await send([answer(503), answer(503), answer(200)], READ, 500)).toMatchObject({ attempts: 2, outcome: 503 });
});
