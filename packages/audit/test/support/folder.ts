import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';

export { makeFolder };

/** Where a test has its log. */
export function makeLogPath(): string {
  return join(makeFolder(), 'audit.jsonl');
}
