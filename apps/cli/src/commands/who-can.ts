import { defineCommand } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { readParams } from '../options/params.ts';
import { openForSearch, readLimit, SEARCH_OPTIONS } from '../options/search-options.ts';
import { printFound, printRefusal, printRest } from '../render/search-text.ts';
import { printJson } from '../render/style.ts';

export const command = defineCommand({
  name: 'who-can',
  summary: 'List the subjects that the policy allows an action. Limits, approvals and revocations are not considered',
  positionals: '<action> [target]',
  arity: [1, 2],
  options: {
    type: { type: 'string', value: 'TYPE', summary: 'Only subjects of this type, such as user' },
    ...SEARCH_OPTIONS,
  },
  examples: [
    `agent-safe who-can restart-deployment dev/test-app --params '{"namespace":"dev","deployment":"app"}'`,
    'agent-safe who-can restart-deployment staging/web-frontend --type user --json',
  ],
  async run(invocation) {
    const { cwd, output, positionals, values } = invocation;
    const [action = '', target] = positionals;
    const limit = readLimit(values.limit);
    const params = readParams(values.params, cwd);
    const safe = await openForSearch(invocation);
    try {
      const { after, type, 'ticket-id': ticket_id } = values;
      const found = await safe.whoCan({ action, target, params, type, ticket_id, limit, after });
      if (values.json) printJson(output, found);
      else if (!found.ok) printRefusal(output, found);
      else {
        const hasSubjects = (await safe.subjects.list()).length > 0;
        const nothing = hasSubjects
          ? 'The policy allows no subject this request.'
          : 'The project has no subjects. Add "subjects" to agent-safe.yaml, with the path of a file.';
        const rows = found.subjects.map(({ agent_id, groups, id, roles, type: kind }) => {
          return [kind, id, agent_id, [...roles, ...groups].join(', ')];
        });
        printFound(
          output,
          rows.length === 0 ? rows : [['TYPE', 'ID', 'AGENT ID', 'ROLES AND GROUPS'], ...rows],
          nothing,
        );
        printRest(output, found);
      }
      return found.ok ? EXIT.allow : EXIT.deny;
    } finally {
      await safe.close();
    }
  },
});
