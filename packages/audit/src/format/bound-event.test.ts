import type { AuditEventFields, JsonObject, JsonValue } from '@agent-safe/core';
import { checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LARGEST_EVENT } from './bound-event.ts';
import { formatLine, GENESIS_HASH, prepareEvent } from './line.ts';

const decision = (fields: object) => {
  const { line } = formatLine(prepareEvent({ event_type: 'decision', fields }), 1, 0, GENESIS_HASH);
  return { line, event: JSON.parse(line) as JsonObject };
};

test('T50 a large text becomes a stub of digest, length and beginning', () => {
  const { event, line } = decision({ reason: 'x'.repeat(70_000) });
  expect(event.reason).toMatch(/^sha256:[\w-]{43} \(70000 bytes\) x{64}…$/);
  expect(line.length).toBeLessThan(1_024);
});

test('T50 lists stay lists, and objects stay objects', () => {
  const params = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`name-${index}`, index]));
  const { event } = decision({ params, chain: Array.from({ length: 9_000 }, () => 'agent') });
  expect(Object.keys(event.params as object).length).toBeGreaterThan(1_000);
  expect((event.params as JsonObject)['…']).toMatch(/^sha256:/);
  expect((event.chain as JsonValue[]).at(-1)).toMatch(/^sha256:/);
});

test('T50 the parameters of a request stay whole', () => {
  const params = { value: '"'.repeat(32_000), name: '\u0001'.repeat(200) };
  expect(decision({ params }).event.params).toEqual(params);
});

/** All members of the events, with the members that take the largest values. */
const TYPES: readonly (keyof AuditEventFields)[] = [
  'decision',
  'execution_intent',
  'execution_outcome',
  'state_capture',
];
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  decision: [
    ...['audit_id', 'result', 'code', 'reason', 'action', 'action_version', 'target', 'caller', 'caller_verified'],
    ...['chain', 'params', 'risk_class', 'effective_risk', 'policy_matched', 'digest', 'policy_digest', 'evaluated_at'],
    ...['ticket_id', 'cumulative_risk_score', 'cumulative_risk_class', 'escalated_from', 'request_id'],
    ...['correlation_id', 'rollback_of', 'ticket_requested'],
  ],
  execution_intent: [
    ...['audit_id', 'intent_id', 'action', 'target', 'caller', 'ticket_id', 'correlation_id', 'rollback_of'],
    ...['action_version', 'definition', 'target_type', 'scope', 'caller_verified', 'chain', 'params', 'params_altered'],
    ...['nonce', 'digest', 'executor', 'credentials', 'timeout_seconds', 'deadline'],
  ],
  execution_outcome: [
    ...['audit_id', 'intent_id', 'action', 'target', 'caller', 'ticket_id', 'correlation_id', 'rollback_of', 'digest'],
    ...['executor', 'outcome', 'code', 'reason', 'prechecks', 'duration_ms', 'warnings', 'nothing_done'],
  ],
  state_capture: [
    ...['audit_id', 'intent_id', 'action', 'target', 'caller', 'ticket_id', 'correlation_id', 'rollback_of'],
    ...['before_state', 'after_state', 'capture_duration_ms', 'state_fields_declared', 'state_fields_captured'],
    ...['state_fields_altered', 'state_fields_missing', 'after_fields_altered', 'after_fields_missing', 'sealed'],
  ],
};

const text = fc
  .tuple(fc.constantFrom('a', '"', '\\', '\u0001', 'é', '€', '😀', '\ud83d', ' '), fc.nat({ max: 9_000 }))
  .map(([sign, count]) => sign.repeat(count));
const name = fc.tuple(fc.string({ maxLength: 4 }), text).map(([start, rest]) => `${start}${rest.slice(0, 2_000)}`);
const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 12, depthSize: 'large' },
    text,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
    fc.tuple(fc.nat({ max: 12 }), text).map(([depth, end]) => nest(end, depth)),
    fc
      .nat({ max: 5_000 })
      .map((count) => Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, 1]))),
  ),
})).value;

function nest(end: JsonValue, depth: number): JsonValue {
  return Array.from({ length: depth }).reduce<JsonValue>((inner) => ({ [`k${'€'.repeat(200)}`]: [inner] }), end);
}

test('T50 law: no input makes a line longer than the limit', () => {
  const property = fc.property(
    fc.constantFrom(...TYPES),
    fc.array(value, { minLength: 4, maxLength: 24 }),
    (event_type, values) => {
      const names = MEMBERS[event_type] ?? [];
      const fields = Object.fromEntries(names.map((each, index) => [each, values[index % values.length]]));
      const { line } = formatLine(prepareEvent({ event_type, fields }), Number.MAX_SAFE_INTEGER, 0, GENESIS_HASH);
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LARGEST_EVENT);
      expect(JSON.parse(line)).toMatchObject({ event_type });
    },
  );
  checkLaw('an event is bounded', property, { runs: 300 });
});
