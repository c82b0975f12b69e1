import { defineCommand, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { readParams } from '../options/params.ts';
import { openForSearch, readLimit, SEARCH_OPTIONS } from '../options/search-options.ts';
import { printFound, printRefusal, printRest } from '../render/search-text.ts';
import { printable, printJson } from '../render/style.ts';

export const command = defineCommand({
  name: 'what-can',
  summary:
    'List the actions and targets that the policy allows a caller. Limits, approvals and revocations are not considered',
  positionals: '<caller> | --caller TOKEN',
  arity: [0, 1],
  options: {
    caller: {
      type: 'string',
      value: 'TOKEN',
      summary: 'Identity token of the caller, or its agent id',
      token: { orName: true },
    },
    action: { type: 'string', value: 'NAME', summary: 'Only this action' },
    target: { type: 'string', value: 'ID', summary: 'Only this target' },
    ...SEARCH_OPTIONS,
  },
  examples: [
    'agent-safe what-can user:alice --target dev/test-app',
    `agent-safe what-can deploy-agent --action restart-deployment --params '{"namespace":"dev","deployment":"app"}'`,
    'agent-safe what-can --caller @token.txt --json',
  ],
  async run(invocation) {
    const { cwd, output, positionals, values } = invocation;
    const [named] = positionals;
    if ((named === undefined) === (values.caller === undefined)) {
      throw new UsageError('Give the caller once: agent-safe what-can CALLER, or --caller TOKEN.');
    }
    const limit = readLimit(values.limit);
    const params = readParams(values.params, cwd);
    const safe = await openForSearch(invocation);
    try {
      const { action, after, target, 'ticket-id': ticket_id } = values;
      const caller = named ?? values.caller;
      const found = await safe.whatCan({ caller, action, target, params, ticket_id, limit, after });
      if (values.json) printJson(output, found);
      else if (!found.ok) printRefusal(output, found);
      else {
        const rows = found.allowed.map(({ action: name, params: bound, target: id }) => {
          return [name, id ?? 'none', bound === undefined ? '' : JSON.stringify(bound)];
        });
        const nothing = 'The policy allows this caller no request.';
        printFound(output, rows.length === 0 ? rows : [['ACTION', 'TARGET', 'PARAMETERS'], ...rows], nothing);
        printRest(output, found);
        if (!found.caller_verified) {
          const name = printable(found.caller ?? 'none');
          output.err(
            `The caller is not verified: ${name}. A token, or an entry in "subjects", gives its roles and groups.\n`,
          );
        }
      }
      return found.ok ? EXIT.allow : EXIT.deny;
    } finally {
      await safe.close();
    }
  },
});
