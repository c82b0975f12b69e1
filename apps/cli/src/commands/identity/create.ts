import { defineCommand, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readDuration } from '../../options/duration.ts';
import { openProjectServicesFrom, readList, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'identity create',
  summary: 'Issue an identity token for an agent, with its roles and groups',
  positionals: '--agent ID',
  arity: [0, 0],
  options: {
    agent: { type: 'string', value: 'ID', summary: 'Id of the agent' },
    name: { type: 'string', value: 'NAME', summary: 'Display name of the agent' },
    role: { type: 'string', multiple: true, value: 'ROLE', summary: 'Role of the agent' },
    group: { type: 'string', multiple: true, value: 'GROUP', summary: 'Group of the agent' },
    ttl: { type: 'string', value: 'TIME', summary: 'Lifetime of the token: 900, 15m, 7d. Default: 1h' },
    ...TOKEN_OPTIONS,
  },
  examples: [
    'agent-safe identity create --agent deploy-agent-01 --role deployer --group platform-team --ttl 1h',
    'TOKEN=$(agent-safe identity create --agent deploy-agent-01 --role deployer)',
  ],
  async run({ clock, cwd, output, values }) {
    const { agent, group, name, role, ttl } = values;
    if (agent === undefined)
      throw new UsageError('The id of the agent is missing: agent-safe identity create --agent ID.');
    if (agent.startsWith('@')) throw new UsageError('--agent cannot begin with "@": options read "@" as a file name.');
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    const token = await opened.tokenService.issue({
      agent_id: agent,
      agent_name: name,
      roles: readList(role),
      groups: readList(group),
      ttl_seconds: readDuration(ttl, '--ttl'),
    });
    const verified = await opened.tokenService.verify(token);
    await opened.close();
    // Only the token, so that a script can store the output in a variable.
    if (values.json) printJson(output, { token, ...(verified.ok ? verified.identity : {}) });
    else output.out(`${token}\n`);
    return EXIT.allow;
  },
});
