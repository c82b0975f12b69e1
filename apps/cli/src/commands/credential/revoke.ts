import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'credential revoke',
  summary: 'Revoke credentials before they expire',
  positionals: '<lease id>',
  arity: [1, 1],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe credential revoke lease-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11'],
  async run({ clock, cwd, output, positionals: [lease = ''], values }) {
    const revoked = await withRunner({ clock, cwd, output, values }, (runner) => runner.revokeCredential(lease));
    const problem = revoked.ok ? null : revoked.reason;
    if (values.json) printJson(output, { lease_id: lease, revoked: revoked.ok, problem });
    else if (revoked.ok) output.out(`${printable(lease)} is revoked\n`);
    else output.err(`${paint(output, ['bold', 'red'], 'NOT REVOKED')} — ${printable(revoked.reason)}\n`);
    return revoked.ok ? EXIT.allow : EXIT.error;
  },
});
