import { defineCommand, readCount, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readDuration } from '../../options/duration.ts';
import { TOKEN_ARGUMENT } from '../../options/request-options.ts';
import { openProjectServicesFrom, readList, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { printRefused } from '../../render/refused.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'delegation create',
  summary: 'Issue a token for a child of an agent, with fewer rights',
  positionals: '<parent token>',
  arity: [0, 1],
  tokenArgument: TOKEN_ARGUMENT,
  options: {
    'child-id': { type: 'string', value: 'ID', summary: 'Id of the child' },
    'child-name': { type: 'string', value: 'NAME', summary: 'Display name of the child' },
    roles: {
      type: 'string',
      multiple: true,
      value: 'A,B',
      summary: "Roles of the child: some of the parent's roles. Default: none",
    },
    groups: {
      type: 'string',
      multiple: true,
      value: 'A,B',
      summary: "Groups of the child: some of the parent's groups. Default: none",
    },
    actions: {
      type: 'string',
      multiple: true,
      value: 'GLOB',
      summary: 'Limit the child to these actions',
    },
    targets: {
      type: 'string',
      multiple: true,
      value: 'GLOB',
      summary: 'Limit the child to these targets',
    },
    ttl: {
      type: 'string',
      value: 'TIME',
      summary: "Lifetime of the token: 900, 15m, 1h. At most that of the parent's token",
    },
    'max-depth': { type: 'string', value: 'N', summary: 'Highest number of hops, counted from the first agent' },
    ...TOKEN_OPTIONS,
  },
  examples: [
    'agent-safe delegation create "$TOKEN" --child-id worker-01 --roles deployer --ttl 900 --max-depth 3',
    'agent-safe delegation create "$TOKEN" --child-id worker-01 --roles deployer --actions "restart-*" --targets "dev/*"',
  ],
  async run({ clock, cwd, output, positionals: [parent = ''], values }) {
    const child = values['child-id'];
    if (child === undefined) throw new UsageError('The id of the child is missing: --child-id ID.');
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    const answer = await opened.tokenService.delegate({
      parent_token: parent,
      child_agent_id: child,
      child_agent_name: values['child-name'],
      child_roles: readList(values.roles),
      child_groups: readList(values.groups),
      actions: readList(values.actions),
      targets: readList(values.targets),
      ttl_seconds: readDuration(values.ttl, '--ttl'),
      max_depth: readCount(values['max-depth'], '--max-depth'),
    });
    await opened.close();
    const result = explainNotToken(answer, 'The token of the parent', parent, 'identity');
    const { ok, ...members } = result;
    // Scripts read `success`, as in Agent-Safe 0.11.
    if (values.json) printJson(output, { success: ok, ...members });
    else if (result.ok) output.out(`${result.token}\n`);
    else printRefused(output, result);
    return result.ok ? EXIT.allow : EXIT.deny;
  },
});
