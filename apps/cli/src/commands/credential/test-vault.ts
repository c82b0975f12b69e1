import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { untilSignal } from '../../command/until-signal.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { table } from '../../render/columns.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'credential test-vault',
  summary: 'Test whether the vault can issue credentials. The test issues none that can act',
  positionals: '',
  arity: [0, 0],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe credential test-vault'],
  run: ({ clock, cwd, output, values }) =>
    untilSignal(async (signal) => {
      const report = await withRunner({ clock, cwd, output, values }, (runner) => runner.testVault(signal));
      const { ambient_credentials, is_scoped, problem, types, vault } = report;
      if (values.json) printJson(output, report);
      else if (problem !== null) {
        const title = vault === null ? 'NO VAULT' : 'NOT READY';
        output.err(`${paint(output, ['bold', 'red'], title)} — ${printable(problem)}\n`);
      } else {
        const limits = is_scoped
          ? 'It limits credentials to the requested permissions.'
          : 'It issues all its permissions, without restriction. Use it for development only.';
        const failed = types.filter((each) => each.problem !== null).length;
        const title =
          failed === 0
            ? paint(output, ['bold', 'green'], 'READY')
            : paint(output, ['bold', 'yellow'], `READY FOR ${types.length - failed} OF ${types.length} TYPES`);
        output.out(`${title} — the vault ${printable(vault ?? '')}. ${limits}\n`);
        const rows = types.map((each) => [each.type, each.problem ?? 'can be issued']);
        if (rows.length > 0) output.out(table(rows));
      }
      if (ambient_credentials && !values.json) {
        output.err(
          'Without a vault, actions run with the credentials of this machine: "ambient_credentials" is true.\n',
        );
      }
      return problem === null ? EXIT.allow : EXIT.error;
    }),
});
