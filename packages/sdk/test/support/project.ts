import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import type { Decision } from '@agent-safe/core';
import { generateKeys } from '@agent-safe/registry';
import { readAuditEvent } from '@agent-safe/schemas';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished } from 'vitest';
import { AgentSafe, type OpenOptions } from '../../src/index.ts';
import { logEvents, logText, withPorts } from './ports.ts';

export const NOON = Date.parse('2026-01-05T12:00:00.000Z');

export const restart = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
} as const;

/** The decision of the policy for each action. Rules have the names of their actions. */
export type Answers = Readonly<Record<string, 'allow' | 'deny' | 'require_approval'>>;

export interface TestProject {
  readonly folder: string;
  /** The current time for all its processes. */
  readonly time: { now: number };
  /** Opens the project like another process. */
  readonly open: (options?: OpenOptions) => Promise<AgentSafe>;
  readonly decideBy: (answers: Answers) => void;
  readonly events: () => readonly Readonly<Record<string, unknown>>[];
  /** The text of all files that were written. */
  readonly everything: () => string;
}

/** A project with keys, a log and a state. Its rules match the action only. */
export function makeProject(answers: Answers = { '*': 'require_approval' }, given: OpenOptions = {}): TestProject {
  const folder = makeFolder();
  const path = (name: string) => join(folder, name);
  onTestFinished(() => expectEvents(path('audit.jsonl')));
  const time = { now: NOON };
  const decideBy = (rules: Answers) => {
    const documents = Object.entries(rules).map(([action, decision]) => ({
      name: action === '*' ? 'all' : action,
      match: { actions: [action] },
      decision,
      reason: `The rule for ${action}`,
    }));
    writeFileSync(path('policies.yaml'), JSON.stringify({ rules: documents }));
  };
  decideBy(answers);
  writeFileSync(path('keys.json'), generateKeys(), { mode: 0o600 });
  return {
    folder,
    time,
    decideBy,
    async open(options = {}) {
      const all = {
        registry: actionsPath,
        policies: path('policies.yaml'),
        inventory: inventoryPath,
        keys: path('keys.json'),
        auditLog: path('audit.jsonl'),
        state: path('state.db'),
        clock: () => time.now,
        ...given,
        ...options,
      };
      const safe = await AgentSafe.open(withPorts(all));
      onTestFinished(() => safe.close());
      return safe;
    },
    events: () => logEvents(path('audit.jsonl')),
    everything: () =>
      [logText(path('audit.jsonl')), ...['state.db', 'state.db-wal'].map((name) => readOrNothing(path(name)))].join(
        '\n',
      ),
  };
}

/** Checks that recorded events match their schema. */
function expectEvents(path: string): void {
  const lines = readOrNothing(path).split('\n');
  const events = lines.flatMap((line) => parse(Buffer.from(line, 'latin1').toString('utf8')));
  expect(events.flatMap((event) => readAuditEvent(event).diagnostics)).toEqual([]);
}

/** Skips damaged lines, because some tests tear logs. */
function parse(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** A short form for comparison. */
export function brief({ code, cumulative_risk_score, result }: Decision): string {
  return [result, code, ...(cumulative_risk_score === undefined ? [] : [cumulative_risk_score])].join(' ');
}
