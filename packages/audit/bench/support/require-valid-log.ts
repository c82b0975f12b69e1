import { verifyLog } from '../../src/index.ts';

/** Verifies a log. @throws Error unless the log is one chain of exactly this many events */
export async function requireValidLog(path: string, events: number): Promise<void> {
  const found = await verifyLog(path);
  if (found.verdict !== 'ok, unanchored' || found.events !== events)
    throw new Error(`${path}: ${found.verdict}, ${found.events} events instead of ${events}`);
}
