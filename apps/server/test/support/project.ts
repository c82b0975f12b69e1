import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import { generateKeys } from '@agent-safe/registry';

/** The decision of the policy for each action. */
export type Answers = Readonly<Record<string, 'allow' | 'deny' | 'require_approval'>>;

export const RESTART = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
} as const;
export const SCALE = {
  action: 'scale-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app', replicas: 3 },
} as const;

/** Writes a project with keys, a log, a state and a server. Its rules match the action only. @returns the path of the settings */
export function writeProject(
  folder: string,
  answers: Answers = { 'restart-deployment': 'allow', 'scale-deployment': 'require_approval' },
  settings: Readonly<Record<string, unknown>> = {},
): string {
  const rules = Object.entries(answers).map(([action, decision]) => ({
    name: action === '*' ? 'all' : action,
    match: { actions: [action] },
    decision,
    reason: `The rule for ${action}`,
  }));
  writeFileSync(join(folder, 'policies.yaml'), JSON.stringify({ rules }));
  writeFileSync(join(folder, 'keys.json'), generateKeys(), { mode: 0o600 });
  const config = {
    registry: actionsPath,
    inventory: inventoryPath,
    policies: 'policies.yaml',
    keys: 'keys.json',
    state: 'state.db',
    audit_log: 'audit.jsonl',
    authzen: { types: { user: { subject: true, roles: ['role'], groups: ['department'] } } },
    server: { listen: ['127.0.0.1:0'] },
    ...settings,
  };
  writeFileSync(join(folder, 'agent-safe.yaml'), JSON.stringify(config));
  return join(folder, 'agent-safe.yaml');
}
