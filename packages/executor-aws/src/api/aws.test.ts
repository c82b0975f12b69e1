import { describe, expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { Aws, type Opened } from './aws.ts';
import type { Service } from './services.ts';

function refused(name: string, status: number): Error {
  return Object.assign(new Error('why'), { name, $metadata: { httpStatusCode: status } });
}

const BUSY = refused('RequestLimitExceeded', 503);
const BROKEN = refused('InternalError', 500);
const CONFLICT = refused('PreconditionFailedException', 412);
const LOST = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** Access whose client answers with each of these in turn, and then with `done`. */
function access(answers: readonly Error[], signal = new AbortController().signal) {
  const left = [...answers];
  const pauses: number[] = [];
  let sent = 0;
  const send = async () => {
    sent += 1;
    const next = left.shift();
    if (next !== undefined) throw next;
    return 'done';
  };
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
  };
  const aws = new Aws({
    accountId: '111122223333',
    region: 'us-east-1',
    auditId: 'evt-1',
    limits: { signal, deadline: Date.now() + 60_000, clock: Date.now, maxAttempts: 4, pause },
    open: async <Name extends Service>() => ({ client: { send }, sdk: {} }) as unknown as Opened<Name>,
  });
  return { aws, pauses, sent: () => sent };
}

const command = () => ({});

describe('T27 a change', () => {
  test.each<[string, readonly Error[], boolean, object]>([
    ['is sent once', [], false, { sent: 1, mayHaveChanged: true, result: 'done' }],
    ['is repeated after throttling', [BUSY, BUSY], false, { sent: 3, mayHaveChanged: true, result: 'done' }],
    ['is not repeated after a server error', [BROKEN], false, { sent: 1, mayHaveChanged: true }],
    ['is not repeated after a lost connection', [LOST], false, { sent: 1, mayHaveChanged: true }],
    ['has no effect if the API refuses', [CONFLICT], false, { sent: 1, mayHaveChanged: false }],
    ['has no effect if throttling does not end', [BUSY, BUSY, BUSY, BUSY], false, { sent: 4, mayHaveChanged: false }],
    [
      'that is guarded is repeated after a lost connection',
      [LOST, BROKEN],
      true,
      { sent: 3, mayHaveChanged: true, result: 'done' },
    ],
    [
      'that is guarded may have been made, if a repetition is refused',
      [LOST, CONFLICT],
      true,
      { sent: 2, mayHaveChanged: true },
    ],
  ])('%s', async (_, answers, isGuarded, expected) => {
    const { aws, sent } = access(answers);
    const result = await aws.change('ec2', command, isGuarded).catch((error: unknown) => error);
    expect({ sent: sent(), mayHaveChanged: aws.mayHaveChanged, result }).toMatchObject(expected);
    // A refusal proves that nothing was changed only if no earlier attempt is open.
    if (result instanceof ApiError) expect(result.isRefusal).toBe(!aws.mayHaveChanged);
  });

  test('of a run that was stopped is not sent', async () => {
    const { aws, sent } = access([], AbortSignal.abort());
    await expect(aws.change('ec2', command)).rejects.toThrow('The run ended before the request was sent.');
    expect([sent(), aws.mayHaveChanged]).toEqual([0, false]);
  });
});

test('a read is repeated after throttling, server errors and lost connections, and changes nothing', async () => {
  const { aws, pauses, sent } = access([BUSY, BROKEN, LOST]);
  expect(await aws.read('ec2', command)).toBe('done');
  expect([sent(), aws.mayHaveChanged]).toEqual([4, false]);
  // The backoff grows, and differs between clients.
  expect(pauses.map((each, index) => each > 100 * 2 ** index && each <= 200 * 2 ** index)).toEqual([true, true, true]);
});

test('a read that is refused is not repeated', async () => {
  const { aws, sent } = access([refused('AccessDenied', 403)]);
  await expect(aws.read('ec2', command)).rejects.toThrow('AccessDenied');
  expect(sent()).toBe(1);
});

test.each<[string, readonly Error[], string | undefined]>([
  ['would execute', [refused('DryRunOperation', 412)], undefined],
  ['would refuse', [refused('UnauthorizedOperation', 403)], 'UnauthorizedOperation: why'],
  ['ignored the option', [], 'The API ignored "DryRun", so it may have executed the request.'],
])('T29 a dry run that EC2 %s', async (_, answers, expected) => {
  const { aws } = access(answers);
  expect(await aws.askDryRun(command)).toBe(expected);
  expect(aws.mayHaveChanged).toBe(false);
});
