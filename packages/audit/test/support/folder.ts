import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';

export { makeFolder };

/** Returns a temporary folder for the log of a test. */
export function makeLogPath(): string {
  return join(makeFolder(), 'audit.jsonl');
}
