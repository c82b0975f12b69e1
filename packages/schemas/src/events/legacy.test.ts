import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { eventJsonSchema, legacyAuditEventSchema, readAuditEvent } from '../index.ts';

const fixtures = new URL('../../../audit/test/fixtures/', import.meta.url);
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(eventJsonSchema('legacy-audit-event'));

/** Logs that Agent-Safe 0.11 wrote. */
const lines = ['0.11-whole.jsonl', '0.11-hundred.jsonl'].flatMap((name) =>
  readFileSync(new URL(name, fixtures), 'utf8').trimEnd().split('\n'),
);

test('every event of a log of 0.11 is read: decisions, states and executions', () => {
  const types = new Set<string>();
  for (const line of lines) {
    const event = JSON.parse(line) as Record<string, unknown>;
    const { document, diagnostics } = readAuditEvent(event);
    expect(diagnostics).toEqual([]);
    expect(document).toBe(event);
    expect(legacyAuditEventSchema.safeParse(event).success).toBe(true);
    expect(validate(event), JSON.stringify(validate.errors)).toBe(true);
    types.add(String(event.event_type));
  }
  expect([...types].sort()).toEqual(['decision', 'execution', 'state_capture']);
});

test('an event of 0.11 with an extra key, a missing key, or a misspelled key in its context is refused', () => {
  for (const line of lines) {
    const event = JSON.parse(line) as Record<string, unknown>;
    const { action: _, ...less } = event;
    const context = { ...(event.context as object | null), duration: 1 };
    const wrong = [
      less,
      { ...event, color: 'red' },
      ...(event.event_type === 'decision' ? [] : [{ ...event, context }]),
    ];
    for (const each of wrong) {
      expect(readAuditEvent(each).document).toBeUndefined();
      expect(validate(each)).toBe(false);
    }
  }
});
