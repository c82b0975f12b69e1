import { DECISION_RESULTS, ENVIRONMENTS, RISK_CLASSES, SENSITIVITIES } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, text, withDefault } from '../zod/schema-helpers.ts';

const names = z.array(name);
const labels = z.record(z.string(), z.string());

const targets = mapping({
  environments: optional(z.array(z.enum(ENVIRONMENTS))),
  sensitivities: optional(z.array(z.enum(SENSITIVITIES))),
  types: optional(names),
  labels: optional(labels).describe('All of them must match.'),
});

const callers = mapping({
  agent_ids: optional(names),
  roles: optional(names),
  groups: optional(names),
  delegated_from: optional(names).describe('Any agent id of the delegation chain.'),
  max_delegation_depth: optional(z.int().min(0)).describe('Admits callers that were not delegated to.'),
  require_delegation: optional(z.boolean()).describe('false demands that the caller is not a delegate.'),
});

const hour = z.int().min(0).max(23);

const timezone = z.string().superRefine((zone, context) => {
  if (isTimezone(zone)) return;
  const fix = 'Use an IANA name such as "Europe/Zurich" or "UTC".';
  report(context, { code: 'timezone_unknown', message: `"${zone}" is not a time zone.`, fix });
});

function isTimezone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const timeWindow = mapping({
  days: optional(z.array(z.int().min(0).max(6))).describe('0 is Monday, 6 is Sunday.'),
  start_hour: withDefault(hour, 0),
  end_hour: withDefault(hour, 23).describe('Inclusive: 17 ends at 17:59:59.'),
  timezone: optional(timezone).describe('An IANA name; UTC where it is left out.'),
});

const match = mapping({
  actions: optional(z.array(text)).describe('Globs over action names; every action where it is left out.'),
  targets: optional(targets).describe('Needs a known target.'),
  callers: optional(callers).describe('Needs a caller.'),
  time_windows: optional(z.array(timeWindow)),
  risk_classes: optional(z.array(z.enum(RISK_CLASSES))).describe('Matched on the effective risk.'),
  require_ticket: optional(z.boolean()).describe('false demands that no ticket id was given.'),
});

/** One rule of a policy. */
export const ruleSchema = mapping({
  name,
  description: withDefault(z.string(), ''),
  priority: withDefault(z.int(), 0).describe('Higher decides first.'),
  match: match.describe('All conditions must hold; in a list any value suffices.'),
  decision: z.enum(DECISION_RESULTS),
  reason: text.describe('What a human reads when this rule decides.'),
});

/** A file of policies. */
export const policyFileSchema = mapping({ rules: z.array(ruleSchema) });
