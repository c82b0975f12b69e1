import { formatPlace } from '@agent-safe/core';
import type { TriedConfig } from '@agent-safe/registry';
import { type CheckResult, fail, ok, warn } from './check-result.ts';

/** Whether "agent-safe serve" would accept its settings, if the project has any. */
export async function checkServerSettings(tried: TriedConfig): Promise<readonly CheckResult[]> {
  const { config, value } = tried;
  if (config === undefined || !Object.hasOwn(Object(value), 'server')) return [];
  const { checkServer } = await import('@agent-safe/server');
  const diagnostics = checkServer(tried);
  const [first] = diagnostics.toSorted(
    (left, right) => Number(right.severity === 'error') - Number(left.severity === 'error'),
  );
  if (first === undefined) return [ok('server', `can listen on ${config.server.listen.join(', ')}`)];
  const message = `${formatPlace(first)}: ${first.message}`;
  const fix = `${first.fix ?? ''} "agent-safe serve --check-config" lists all mistakes.`.trim();
  return [first.severity === 'error' ? fail('server', message, fix) : warn('server', message, fix)];
}
