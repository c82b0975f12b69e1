import { AUDIT_EVENT_TYPES, type AuditDraft } from '@agent-safe/core';
import { auditDraft, checkLaw, sampleEvent } from '@agent-safe/testkit';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditEventSchema, auditEventSchemas, eventJsonSchema, readAuditEvent } from '../index.ts';

/** Times have patterns too, so formats are not validated. */
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(eventJsonSchema('audit-event'));

function isEvent(value: unknown): boolean {
  const isRead = readAuditEvent(value).document !== undefined;
  // All readers must agree: this reader, the schema of any event, and an independent validator of the JSON Schema.
  expect(auditEventSchema.safeParse(value).success).toBe(isRead);
  expect(validate(value), JSON.stringify(value)).toBe(isRead);
  return isRead;
}

const event = (draft: AuditDraft) => sampleEvent(draft) as Record<string, unknown>;

test('each type of event has a schema, and there are no other schemas', () => {
  expect(Object.keys(auditEventSchemas).sort()).toEqual([...AUDIT_EVENT_TYPES].sort());
});

describe.each(AUDIT_EVENT_TYPES)('an event of type %s', (type) => {
  test('law: an event with random fields is read', () => {
    const law = fc.property(auditDraft(type), (draft) => {
      expect(readAuditEvent(sampleEvent(draft))).toMatchObject({ document: { event_type: type }, diagnostics: [] });
      expect(isEvent(sampleEvent(draft))).toBe(true);
    });
    checkLaw(`events of type ${type}`, law, { runs: 1_000 });
  });

  test('law: an event with an unknown key is refused, and the diagnostic names the closest match', () => {
    const law = fc.property(auditDraft(type), fc.nat(), (draft, at) => {
      const given = event(draft);
      const keys = Object.keys(given);
      const key = keys[at % keys.length] ?? '';
      const misspelled = `${key.slice(0, -1)}_${key.slice(-1)}`;
      expect(isEvent({ ...given, [misspelled]: given[key] })).toBe(false);
      if (key === 'event_type' || key === 'v') return;
      const { [key]: value, ...rest } = given;
      const { diagnostics } = readAuditEvent({ ...rest, [misspelled]: value });
      expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'key_unknown', path: [misspelled] }));
    });
    checkLaw(`misspelled keys of events of type ${type}`, law, { runs: 1_000 });
  });

  test('law: an event with a value of the wrong type is refused', () => {
    const law = fc.property(auditDraft(type), fc.nat(), (draft, at) => {
      const given = event(draft);
      const keys = Object.keys(given);
      const key = keys[at % keys.length] ?? '';
      // No member of any event is a list of lists, or a number below zero.
      for (const wrong of [[[[]]], -1.5]) expect(isEvent({ ...given, [key]: wrong })).toBe(false);
    });
    checkLaw(`wrong values of events of type ${type}`, law, { runs: 500 });
  });
});

/** Members that are optional in some type. */
const OPTIONAL = new Set([
  'chain',
  'ticket_id',
  'correlation_id',
  'rollback_of',
  'request_id',
  'escalated_from',
  'ticket_requested',
]);
for (const name of ['cumulative_risk_score', 'cumulative_risk_class', 'nothing_done', 'lapsed']) OPTIONAL.add(name);

test('law: an event without a required member is refused', () => {
  const law = fc.property(auditDraft(), fc.nat(), (draft, at) => {
    const given = event(draft);
    // A decision without delegation has no chain. Other events always have one.
    const isOptional = (key: string) => OPTIONAL.has(key) && !(key === 'chain' && draft.event_type !== 'decision');
    const keys = Object.keys(given).filter((key) => !isOptional(key));
    const key = keys[at % keys.length] ?? '';
    const { [key]: _, ...rest } = given;
    expect(isEvent(rest), `${draft.event_type} without ${key}`).toBe(false);
  });
  checkLaw('events without a member', law, { runs: 5_000 });
});

test.each([
  undefined,
  null,
  7,
  'event',
  [],
  {},
  { v: 1 },
  { v: 1, event_type: 'execution' },
  { event_type: 'toString' },
])('%j is no event, and is refused', (value) => {
  const { document, diagnostics } = readAuditEvent(value);
  expect(document).toBeUndefined();
  expect(diagnostics.length).toBeGreaterThan(0);
});

test('the diagnostic of an unknown type names the closest match', () => {
  const { diagnostics } = readAuditEvent({ v: 1, event_type: 'decison' });
  expect(diagnostics).toMatchObject([{ code: 'value_unknown', path: ['event_type'], fix: 'Did you mean "decision"?' }]);
});

test('a draft that the schema refuses does not compile', () => {
  const [root, note] = [Buffer.alloc(32).toString('base64'), 'a note'];
  const refused = { result: 'deny', code: 'role_not_held', reason: 'No.', parent_agent_id: null } as const;
  const drafts: readonly AuditDraft[] = [
    // @ts-expect-error a misspelled member
    { event_type: 'checkpoint', fields: { sise: 1, root, note } },
    // @ts-expect-error a missing member
    { event_type: 'checkpoint', fields: { root, note } },
    // @ts-expect-error a value of another type
    { event_type: 'checkpoint', fields: { size: '1', root, note } },
    // @ts-expect-error a member that the event does not have
    { event_type: 'revocation', fields: { change: 'lifted', kind: 'agent', id: 'a', reason: 'none' } },
    // @ts-expect-error the fields of another event
    { event_type: 'checkpoint', fields: { ...refused, child_agent_id: null } },
    // @ts-expect-error a missing member of an alternative
    { event_type: 'delegation', fields: refused },
  ];
  for (const draft of drafts) expect(isEvent(sampleEvent(draft)), JSON.stringify(draft)).toBe(false);
});
