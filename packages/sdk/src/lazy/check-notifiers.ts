import { AgentSafeError, quote } from '@agent-safe/core';
import { type NotifierOption, openNotifier } from './notifiers.ts';

/**
 * Opens each notifier, so that a misconfigured one is found before the first request. @throws AgentSafeError
 * ERR_CONFIG_INVALID
 */
export async function checkNotifiers(notifiers: readonly NotifierOption[]): Promise<void> {
  const names: string[] = [];
  for (const option of notifiers) {
    const { name } = await openNotifier(option);
    if (names.includes(name)) {
      const summary = `Two notifiers have the name ${quote(name)}. Unsent notices are stored by name: give { name, notify } with unique names.`;
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    }
    names.push(name);
  }
}
