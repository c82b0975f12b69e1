import { readFileSync } from 'node:fs';
import { AUDIT_EVENT_TYPES, type AuditEventType } from '@agent-safe/core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { auditEventSchemas } from '../index.ts';

const page = readFileSync(new URL('../../../../docs/reference/audit-log.md', import.meta.url), 'utf8');
const ENVELOPE = ['v', 'seq', 'event_id', 'timestamp', 'event_type', 'prev_hash', 'entry_hash'];
/** Members of an event of any type, which the page explains below the table. */
const COUNTED = ['state_facts', 'state_id', 'write_seq'];

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([a-z_]+\??)`/g)].map(([, name = '']) => name);
}

/** The fields that `_execution_` means in the table. */
const execution = namesIn(/_execution_ stands for these fields: ([\s\S]*?)\.\n/.exec(page)?.[1] ?? '');

function documented(type: AuditEventType): readonly string[] {
  const row = page.split('\n').find((line) => new RegExp(`^\\| \`${type}\` +\\|`).test(line)) ?? '';
  const cell = row.split('|').at(3) ?? '';
  return [...(cell.includes('_execution_') ? execution : []), ...namesIn(cell)];
}

/** The members of all alternatives of a type, with `?` if an alternative may lack the member. */
function declared(type: AuditEventType): readonly string[] {
  const schema: z.ZodType = auditEventSchemas[type];
  const alternatives = (schema instanceof z.ZodUnion ? schema.options : [schema]) as readonly z.ZodObject[];
  const names = new Set(alternatives.flatMap(({ shape }) => Object.keys(shape)));
  return [...names]
    .filter((name) => !ENVELOPE.includes(name) && !COUNTED.includes(name))
    .map((name) => {
      const isAlways = alternatives.every(({ shape }) => name in shape && shape[name]?._zod.optin === undefined);
      return isAlways ? name : `${name}?`;
    });
}

test.each(AUDIT_EVENT_TYPES)('docs/reference/audit-log.md lists the fields of %s', (type) => {
  expect(documented(type).toSorted()).toEqual(declared(type).toSorted());
});

test('docs/reference/audit-log.md lists the members of every event', () => {
  const shape = Object.keys(auditEventSchemas.checkpoint.shape);
  expect(shape.filter((name) => ENVELOPE.includes(name)).toSorted()).toEqual(ENVELOPE.toSorted());
  expect(page).toContain(
    `Every event has ${ENVELOPE.slice(0, -1)
      .map((name) => `\`${name}\``)
      .join(', ')} and`,
  );
});
