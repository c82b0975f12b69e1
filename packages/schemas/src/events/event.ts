import type { AuditEnvelope, AuditEventType, JsonObject } from '@agent-safe/core';
import * as z from 'zod';
import { mapping } from '../zod/schema-helpers.ts';

/** Whether two types allow the same values. */
type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;

/** A shape with exactly the members of a type of core. A missing, misspelled or mistyped member does not compile. */
type ShapeOf<Fields, Shape extends z.ZodRawShape> = {
  readonly [Name in keyof Fields | keyof Shape]: Name extends keyof Fields & keyof Shape
    ? Same<Pick<Fields, Name>, z.output<z.ZodObject<Pick<Shape, Name>>>> extends true
      ? Shape[Name]
      : never
    : never;
};

/** Returns the schema of a type of core: its members and no others. */
export function members<Fields>() {
  return <Shape extends z.ZodRawShape>(shape: Shape & ShapeOf<Fields, Shape>) => mapping<Shape>(shape);
}

/** Returns the schema of an event: the envelope of every event, and the fields of its type in core. */
export function event<Fields>() {
  return <Type extends AuditEventType, Shape extends z.ZodRawShape>(
    event_type: Type,
    shape: Shape & ShapeOf<Fields, Shape>,
  ) =>
    mapping({
      ...envelope,
      event_type: z.literal(event_type).describe('Type of the event.'),
      ...(shape as Shape),
    });
}

export const string = z.string();
export const nullableString = z.string().nullable();
/** A count of things, bytes or milliseconds. */
export const count = z.int().min(0);
export const time = z.iso.datetime().describe('RFC 3339, UTC.');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hexadecimal digits');
/** A machine code. Scripts compare it. */
export const code = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be a code, such as scope_mismatch');
export const strings = list(z.string());
// The JSON type of zod is mutable.
export const jsonObject = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;

/** A read-only array. */
export function list<Schema extends z.ZodType>(schema: Schema): z.ZodType<readonly z.output<Schema>[]> {
  return z.array(schema);
}

/** An optional member. It may be missing, but not null. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.exactOptional();
}

const envelope = members<Omit<AuditEnvelope, 'event_type'>>()({
  v: z.literal(1).describe('Version of the format.'),
  seq: z.int().min(1).describe('Number of the event in the log: from 1, without a gap.'),
  event_id: z.string().min(1).describe('Id of the event, unique in the log.'),
  timestamp: time.describe('Time of the record: RFC 3339, UTC.'),
  write_seq: optional(z.int().min(1)).describe('Number of the first event of the same write. Older logs lack it.'),
  prev_hash: sha256.describe('entry_hash of the previous event; 64 zeros in the first event.'),
  entry_hash: sha256.describe('SHA-256 of the line without this member.'),
  state_facts: optional(z.int().min(1)).describe(
    'Number of state facts that the log has recorded up to this event. Absent: none.',
  ),
  state_id: optional(string).describe('Id of the state that holds the fact, if the event records a state fact.'),
}).shape;
