import { expect, test } from 'vitest';
import { type Attempt, repeat } from './repeat.ts';

/** Works until the errors are used up, and records each backoff in milliseconds. */
async function run(errors: readonly Error[], deadline = 1_000_000) {
  const left = [...errors];
  const pauses: number[] = [];
  let [now, attempts] = [0, 0];
  const work = async () => {
    attempts += 1;
    const error = left.shift();
    if (error !== undefined) throw error;
    return 'done';
  };
  const backoffAfter = (attempt: Attempt<string>, backoff: number) =>
    'error' in attempt && attempt.error === busy ? backoff : undefined;
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    now += milliseconds;
  };
  const limits = { deadline, clock: () => now, signal: new AbortController().signal, pause };
  const result = await repeat(work, backoffAfter, limits).catch((error: Error) => error.message);
  return { attempts, pauses, result };
}

const busy = new Error('busy');
const lost = new Error('lost');

test('safe errors are repeated with a growing backoff', async () => {
  expect(await run([busy, busy, busy])).toEqual({ attempts: 4, pauses: [200, 400, 800], result: 'done' });
});

test('T29 an uncertain error ends the work at once', async () => {
  expect(await run([lost])).toEqual({ attempts: 1, pauses: [], result: 'lost' });
  expect(await run([busy, lost])).toEqual({ attempts: 2, pauses: [200], result: 'lost' });
});

test('there are at most five attempts, and none after the deadline', async () => {
  expect(await run(Array(9).fill(busy))).toMatchObject({ attempts: 5, result: 'busy' });
  expect(await run([busy, busy], 500)).toMatchObject({ attempts: 2, result: 'busy' });
});
