import { DeliveryError } from '@agent-safe/webhook';

/**
 * Loads Slack's client when it is needed: only those who use it install it, and bundlers leave out an import that may fail.
 *
 * @throws DeliveryError where it is not installed
 */
export async function loadSlackClient(): Promise<typeof import('@slack/webhook')> {
  try {
    return await import('@slack/webhook');
  } catch {
    throw new DeliveryError('telling them by Slack needs its client: npm install @slack/webhook');
  }
}
