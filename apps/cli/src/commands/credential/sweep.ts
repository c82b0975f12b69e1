import type { CredentialSweep } from '@agent-safe/sdk/runner';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { untilSignal } from '../../command/until-signal.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'credential sweep',
  summary: 'Delete what ended credentials left in the cluster',
  positionals: '',
  arity: [0, 0],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe credential sweep', 'agent-safe credential sweep --json'],
  run: ({ clock, cwd, output, values }) =>
    untilSignal(async (signal) => {
      const swept = await withRunner({ clock, cwd, output, values }, (runner) => runner.sweepCredentials(signal));
      if (values.json) printJson(output, swept);
      else print(output, swept);
      return swept.failed.length === 0 ? EXIT.allow : EXIT.error;
    }),
});

function print(output: Output, { failed, kept, removed }: CredentialSweep): void {
  for (const { lease_id, objects } of removed) {
    output.out(`removed — ${printable(lease_id)}\n`);
    for (const object of objects) output.out(`  ${printable(object)}\n`);
  }
  for (const { lease_id, until } of kept) {
    const end = until === null ? 'has no valid end' : `ends at ${until}`;
    output.out(`kept — ${printable(lease_id)} may be in use; it ${printable(end)}\n`);
  }
  for (const { lease_id, reason } of failed) {
    const which = lease_id === null ? '' : `${lease_id}: `;
    output.err(`${paint(output, ['bold', 'red'], 'NOT REMOVED')} — ${printable(`${which}${reason}`)}\n`);
  }
  if (removed.length + kept.length + failed.length === 0) output.out('No credentials are left over.\n');
}
