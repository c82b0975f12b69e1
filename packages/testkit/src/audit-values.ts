import { DECISION_RESULTS, type ExecutionSubject, type JsonObject, RISK_CLASSES } from '@agent-safe/core';
import fc from 'fast-check';

/** Arbitraries of optional members. Every member must be named. */
type Optional<Fields> = { [Name in keyof Fields]-?: fc.Arbitrary<Exclude<Fields[Name], undefined>> };

export const text = fc.string();
export const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
export const texts = fc.array(text, { maxLength: 3 });
export const count = fc.nat();
export const flag = fc.boolean();
export const code = fc.constantFrom('scope_mismatch', 'ticket_expired', 'role_not_held', 'aborted');
export const time = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
export const json = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }) as fc.Arbitrary<JsonObject>;
export const risk = fc.constantFrom(...RISK_CLASSES);
export const result = fc.constantFrom(...DECISION_RESULTS);
export const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);

/** Generates objects with all members of `required` and some of `optional`. */
export function fields<Required extends object, Rest extends object>(
  required: { [Name in keyof Required]: fc.Arbitrary<Required[Name]> },
  optional: { [Name in keyof Rest]: fc.Arbitrary<Rest[Name]> },
): fc.Arbitrary<Required & Partial<Rest>> {
  return fc
    .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }))
    .map(([has, may]) => ({ ...(has as Required), ...(may as Partial<Rest>) }));
}

export const linked: Optional<Pick<ExecutionSubject, 'correlation_id' | 'rollback_of' | 'ticket_id'>> = {
  correlation_id: text,
  rollback_of: text,
  ticket_id: text,
};
export const named = { audit_id: text, action: text, target: nullable(text), caller: nullable(text) };
export const subject = { ...named, intent_id: nullable(text) };
export const missing = fc.array(fields({ field: text, reason: text }, { absent: flag }), { maxLength: 2 });
export const captured = { state_fields_declared: texts, state_fields_captured: texts };
const attempt = { lease_id: text, vault: nullable(text), is_scoped: flag };
export const revoked = { ...attempt, revoked: fc.constant(true as const) };
export const notRevoked = { ...attempt, revoked: fc.constant(false as const), reason: text };
export const lapsed = { lapsed: fc.constant(true as const) };
export const about = { ticket_id: linked.ticket_id, correlation_id: linked.correlation_id };
export const kind = fc.constantFrom('agent', 'token', 'all');
