import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { RUNNER_OPTIONS, withRunner } from '../../runner-options.ts';
import { paint, printable, printJson } from '../../style.ts';

export const command = defineCommand({
  name: 'credential revoke',
  summary: 'Take credentials back before their end',
  positionals: '<lease id>',
  arity: [1, 1],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe credential revoke lease-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11'],
  async run({ cwd, output, positionals: [lease = ''], values }) {
    const revoked = await withRunner(values, cwd, output, (runner) => runner.revokeCredential(lease));
    const problem = revoked.ok ? null : revoked.reason;
    if (values.json) printJson(output, { lease_id: lease, revoked: revoked.ok, problem });
    else if (revoked.ok) output.out(`${printable(lease)} is revoked\n`);
    else output.err(`${paint(output, ['bold', 'red'], 'NOT REVOKED')} — ${printable(revoked.reason)}\n`);
    return revoked.ok ? EXIT.allow : EXIT.error;
  },
});
