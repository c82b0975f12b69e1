import { expect, test } from 'vitest';
import { effectMissing, type Observation, observed, waiting, waitUntil } from './wait-until.ts';

const isTransient = (error: unknown) => error instanceof RangeError;

/** Returns one answer after the other, and repeats the last one. */
function script(...answers: readonly (Observation | Error)[]) {
  let looks = 0;
  const look = async (): Promise<Observation> => {
    const answer = answers[Math.min(looks, answers.length - 1)];
    looks += 1;
    if (answer instanceof Error) throw answer;
    return answer ?? waiting('nothing is scripted');
  };
  return { look, looks: () => looks };
}

test.each<[string, readonly (Observation | Error)[], object]>([
  ['an effect that exists at once', [observed()], { ok: true }],
  ['an effect that exists later', [waiting('no'), waiting('no'), observed()], { ok: true }],
  ['an effect that will never exist', [waiting('no'), effectMissing('gone')], { code: 'effect_missing' }],
  ['a system that does not respond for a moment', [new RangeError('down'), observed()], { ok: true }],
])('%s ends the wait', async (_, answers, expected) => {
  const { look, looks } = script(...answers);
  const { signal } = new AbortController();
  const result = waitUntil(look, { signal, isTransient, backoff: 1 });
  expect(await result).toMatchObject(expected);
  expect(looks()).toBe(answers.length);
});

test('after the time limit, the last observation is returned', async () => {
  const stop = new AbortController();
  const { look } = script(waiting('two of three'));
  const result = waitUntil(look, { signal: stop.signal, isTransient });
  stop.abort();
  expect(await result).toEqual(waiting('two of three'));
  const down = waitUntil(script(new RangeError('down')).look, { signal: stop.signal, isTransient });
  expect(await down).toEqual(waiting('The effect was not observed yet.'));
});

test('a permanent error is thrown', async () => {
  const { look } = script(waiting('no'), new Error('forbidden'));
  const { signal } = new AbortController();
  await expect(waitUntil(look, { signal, isTransient, backoff: 1 })).rejects.toThrow('forbidden');
});
