import type { JsonObject, LogLine } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { readDecisionRecord } from './state-capture.ts';

async function* backwards(events: readonly JsonObject[]): AsyncGenerator<LogLine> {
  for (const event of events.toReversed()) yield { event };
}

const decision = { event_type: 'decision', event_id: 'evt-1', result: 'allow' };
const capture = (fields: JsonObject) => ({ event_type: 'state_capture', audit_id: 'evt-1', ...fields });

test('T55 a state that a program reports later does not hide what the runner captured', async () => {
  const own = { intent_id: 'evt-2' };
  const events = [
    decision,
    capture({ ...own, before_state: { size: 1 } }),
    capture({ ...own, after_state: { size: 3 } }),
    capture({ before_state: { size: 999 }, after_state: { size: 999 } }),
  ];
  const { capture: found } = await readDecisionRecord(backwards(events), 'evt-1');
  expect(found).toMatchObject({ before_state: { size: 1 }, after_state: { size: 3 } });
});

test('the last reported state counts without a runner', async () => {
  const events = [decision, capture({ before_state: { size: 1 } }), capture({ before_state: { size: 2 } })];
  expect((await readDecisionRecord(backwards(events), 'evt-1')).capture).toMatchObject({ before_state: { size: 2 } });
});
