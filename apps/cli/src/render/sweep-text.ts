import type { CredentialSweep } from '@agent-safe/sdk/runner';
import type { Output } from '../command/command.ts';
import { paint, printable } from './style.ts';

export function printSweep(output: Output, { failed, kept, removed }: CredentialSweep): void {
  for (const { lease_id, objects } of removed) {
    output.out(`removed — ${printable(lease_id)}\n`);
    for (const object of objects) output.out(`  ${printable(object)}\n`);
  }
  for (const { lease_id, until } of kept) {
    const end = until === null ? 'its end is not valid' : `its credentials may be valid until ${until}`;
    output.out(`kept — ${printable(lease_id)}: ${printable(end)}\n`);
  }
  for (const { lease_id, reason } of failed) {
    const which = lease_id === null ? '' : `${lease_id}: `;
    output.err(`${paint(output, ['bold', 'red'], 'NOT REMOVED')} — ${printable(`${which}${reason}`)}\n`);
  }
  if (removed.length + kept.length + failed.length === 0) output.out('No credentials are left over.\n');
}
