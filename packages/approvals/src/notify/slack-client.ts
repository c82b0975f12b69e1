import { ShipError } from '@agent-safe/core/webhook';

/**
 * Loads Slack's client when it is needed: only those who use it install it, and bundlers leave out an import that may fail.
 *
 * @throws ShipError where it is not installed
 */
export async function loadSlackClient(): Promise<typeof import('@slack/webhook')> {
  try {
    return await import('@slack/webhook');
  } catch {
    throw new ShipError('telling them by Slack needs its client: npm install @slack/webhook');
  }
}
