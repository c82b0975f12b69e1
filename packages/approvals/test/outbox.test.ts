import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { NoticeStore } from '@agent-safe/core';
import { openStateDatabase, type StateDatabase } from '@agent-safe/store-sqlite';
import { makeFolder } from '@agent-safe/testkit/folders';
import { DeliveryError } from '@agent-safe/webhook';
import { expect, onTestFinished, test } from 'vitest';
import type { Notifier, NotifyFailure } from '../src/index.ts';
import { approver, ask, HOUR, makeWorldWith } from './support/world.ts';

/** A notifier that can fail, and the requests that it received. */
class Receiver implements Notifier {
  readonly told: string[] = [];
  tries = 0;
  isDown = false;
  readonly name: string;

  constructor(name = 'receiver') {
    this.name = name;
  }

  readonly notify: Notifier['notify'] = async ({ request }) => {
    this.tries += 1;
    await setImmediate();
    if (this.isDown) throw Object.assign(new Error('hunter2'), { code: 'ECONNREFUSED' });
    this.told.push(request.request_id);
  };
}

/** Processes that share a state file. */
function makeProcesses() {
  const folder = makeFolder();
  const path = join(folder, 'state.db');
  const states: StateDatabase[] = [];
  const open = (): StateDatabase => {
    const state = openStateDatabase(path);
    states.push(state);
    return state;
  };
  onTestFinished(() => {
    for (const state of states) state.close();
  });
  const world = makeWorldWith(open().approvals);
  const failures: NotifyFailure[] = [];
  const onNotifyFailure = (failure: NotifyFailure) => failures.push(failure);
  /** Starts another process, which ends with the test. */
  const start = (notifiers: readonly Notifier[], notices: NoticeStore = open().notices) => {
    const approvals = world.another({ store: open().approvals, notices, notifiers, onNotifyFailure });
    onTestFinished(() => approvals.close(0));
    return approvals;
  };
  return { ...world, failures, open, start };
}

async function drain(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await setImmediate();
}

test('another process sends the notices that a process left behind, once', async () => {
  const { start, time } = makeProcesses();
  const receiver = new Receiver();
  receiver.isDown = true;
  const short = start([receiver]);
  const { id } = await ask(short);
  await short.close();
  expect(receiver.tries).toBe(1);
  receiver.isDown = false;
  const early = start([receiver]);
  early.resumeNotices();
  await drain();
  expect(receiver.told).toEqual([]);
  time.now += 10_000;
  const others = [start([receiver]), start([receiver]), early];
  for (let round = 0; round < 3; round += 1) {
    for (const other of others) other.resumeNotices();
    await drain();
    time.now += HOUR / 4;
  }
  expect(receiver.told).toEqual([id]);
});

test('of many processes that could send a notice, one sends it', async () => {
  const { open, start } = makeProcesses();
  const receiver = new Receiver();
  const { notices } = open();
  // The first process never sends.
  const { id } = await ask(start([receiver], { ...bind(notices), take: () => new Promise(() => undefined) }));
  const others = Array.from({ length: 8 }, () => start([receiver]));
  for (const other of others) other.resumeNotices();
  await drain();
  expect(receiver.told).toEqual([id]);
});

test('no notice is sent for a request that was answered or has expired', async () => {
  const { approvals, failures, start, time } = makeProcesses();
  const receiver = new Receiver();
  receiver.isDown = true;
  const short = start([receiver]);
  const { id } = await ask(short);
  await ask(short, { digest: 'digest-B' });
  await short.close();
  receiver.isDown = false;
  await approvals.approve(id, approver(), 'Yes.');
  time.now += HOUR;
  const next = start([receiver]);
  next.resumeNotices();
  await drain();
  expect(receiver.told).toEqual([]);
  expect(failures.map(({ tries }) => tries)).toEqual([1, 1]);
});

test('T25 no notice is sent for a request that does not exist', async () => {
  const { open, start } = makeProcesses();
  const { notices } = open();
  await notices.add('apr-made-up', ['receiver'], 0, Number.MAX_SAFE_INTEGER);
  const receiver = new Receiver();
  start([receiver]).resumeNotices();
  await drain();
  expect(receiver.tries).toBe(0);
  expect(await notices.take('receiver', Number.MAX_SAFE_INTEGER - 1, 1)).toBeUndefined();
});

test('a notice for an unconfigured notifier is left to processes that have it', async () => {
  const { start, time } = makeProcesses();
  const [chat, pager] = [new Receiver('chat'), new Receiver('pager')];
  pager.isDown = true;
  const first = start([chat, pager]);
  const { id } = await ask(first);
  await first.close();
  expect(chat.told).toEqual([id]);
  pager.isDown = false;
  time.now += HOUR / 2;
  const elsewhere = start([chat]);
  elsewhere.resumeNotices();
  await drain();
  const here = start([pager, chat]);
  here.resumeNotices();
  await drain();
  expect([chat.told, pager.told]).toEqual([[id], [id]]);
});

test('the limit of twelve attempts holds across processes', async () => {
  const { failures, start, time } = makeProcesses();
  const receiver = new Receiver();
  receiver.isDown = true;
  await ask(start([receiver]));
  await drain();
  for (let round = 0; round < 20; round += 1) {
    time.now += 200_000;
    const next = start([receiver]);
    next.resumeNotices();
    await drain();
    await next.close(0);
  }
  expect(receiver.tries).toBe(12);
  expect(failures.map(({ tries }) => tries)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});

test('a receiver or store that hangs blocks no request or answer', async () => {
  const { open, start } = makeProcesses();
  const never = () => new Promise<never>(() => undefined);
  const hanging: Notifier = { name: 'hanging', notify: never };
  const stuck = { add: never, take: never, done: never, retry: never };
  for (const [index, approvals] of [start([hanging]), start([hanging], stuck)].entries()) {
    const { id } = await ask(approvals, { digest: `digest-${index}` });
    expect(await approvals.approve(id, approver(), 'Yes.')).toMatchObject({ ok: true });
  }
  const dead = bind(open().notices);
  const throwing = start([hanging], { ...dead, add: () => Promise.reject(new Error('full')) });
  expect(await ask(throwing, { digest: 'digest-C' })).toMatchObject({ id: expect.any(String) });
});

test('without a due notice, one look asks the store once and does not read the log', async () => {
  const { log, open, start } = makeProcesses();
  let asked = 0;
  const { notices } = open();
  const counting = {
    ...bind(notices),
    take: (...given: Parameters<NoticeStore['take']>) => {
      asked += 1;
      return notices.take(...given);
    },
  };
  log.before = () => {
    throw new Error('The log must not be read.');
  };
  const receiver = new Receiver();
  start([receiver], counting).resumeNotices();
  await drain();
  expect(asked).toBe(1);
});

function bind(notices: NoticeStore): NoticeStore {
  return {
    add: (...given) => notices.add(...given),
    take: (...given) => notices.take(...given),
    done: (...given) => notices.done(...given),
    retry: (...given) => notices.retry(...given),
  };
}

test('T47 a receiver that asks for a wait beyond the end of the request still gets the notice in time', async () => {
  const { failures, start, time } = makeProcesses();
  const receiver = new Receiver();
  const busy = new DeliveryError('the receiver is busy (429)', { retryAfter: HOUR });
  const notifier: Notifier = { name: 'receiver', notify: () => Promise.reject(busy) };
  const short = start([notifier]);
  const { id } = await ask(short);
  await short.close();
  expect(failures).toMatchObject([{ request_id: id, tries: 1, isLast: false }]);
  time.now += HOUR / 2 - 1;
  const next = start([receiver]);
  next.resumeNotices();
  await drain();
  expect(receiver.told).toEqual([]);
  time.now += 1;
  next.resumeNotices();
  await drain();
  expect(receiver.told).toEqual([id]);
});
