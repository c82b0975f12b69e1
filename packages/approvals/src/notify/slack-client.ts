import { DeliveryError } from '@agent-safe/webhook';

/**
 * Loads Slack's client on first use. The package is optional, and bundlers skip an import inside `try`.
 *
 * @throws DeliveryError if `@slack/webhook` is not installed
 */
export async function loadSlackClient(): Promise<typeof import('@slack/webhook')> {
  try {
    return await import('@slack/webhook');
  } catch {
    throw new DeliveryError('the Slack client is not installed. Run: npm install @slack/webhook');
  }
}
