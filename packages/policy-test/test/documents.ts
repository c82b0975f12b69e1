import type { Action, PolicyMatch, PolicyRule, Target } from '@agent-safe/core';
import type { Located } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { sampleAction } from '@agent-safe/testkit';

/** A small project: two actions, and one target for each of two environments. */
export const restart: Action = sampleAction({ name: 'restart', target_types: ['vm'], risk_class: 'low' });
export const remove: Action = sampleAction({ name: 'remove', target_types: ['vm'], risk_class: 'high' });

export function target(id: string, environment: Target['environment'], type = 'vm'): Target {
  const scope = { cluster: 'one' };
  return { id, type, environment, sensitivity: 'internal', owner: '', labels: {}, bindings: {}, scope };
}

export function rule(name: string, decision: PolicyRule['decision'], match: PolicyMatch, priority = 0): PolicyRule {
  return { name, description: '', priority, match, decision, reason: `Because of ${name}` };
}

/** Returns documents as if each came from one line of a file. */
export function locate<Document>(documents: readonly Document[], file = 'file.yaml'): readonly Located<Document>[] {
  return documents.map((document, index) => ({ document, place: () => ({ file, line: index + 1, column: 1 }) }));
}

export function testCase(changes: Partial<PolicyTestCase> & Pick<PolicyTestCase, 'name' | 'expect'>): PolicyTestCase {
  return { action: 'restart', target: 'dev/vm', ...changes };
}
