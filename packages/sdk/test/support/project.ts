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

/** What policy says of each action; the rules are called as the actions are. */
export type Answers = Readonly<Record<string, 'allow' | 'deny' | 'require_approval'>>;

export interface TestProject {
  readonly folder: string;
  /** What all its processes take for the time. */
  readonly time: { now: number };
  /** As another process would. */
  readonly open: (options?: OpenOptions) => Promise<AgentSafe>;
  readonly decideBy: (answers: Answers) => void;
  readonly events: () => readonly Readonly<Record<string, unknown>>[];
  /** Everything that was written, wherever. */
  readonly everything: () => string;
}

/** A project with keys, a log and a state, whose rules answer by the action alone. */
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

/** What was recorded is what the schema of events says. */
function expectEvents(path: string): void {
  const lines = readOrNothing(path).split('\n');
  const events = lines.flatMap((line) => parse(Buffer.from(line, 'latin1').toString('utf8')));
  expect(events.flatMap((event) => readAuditEvent(event).diagnostics)).toEqual([]);
}

/** Nothing for a line that is none: tests tear logs apart. */
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

/** A short form, to compare with. */
export function brief({ code, cumulative_risk_score, result }: Decision): string {
  return [result, code, ...(cumulative_risk_score === undefined ? [] : [cumulative_risk_score])].join(' ');
}
