import { defineCommand, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readDuration } from '../../options/duration.ts';
import { openProjectServicesFrom, readList, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'identity create',
  summary: 'Issue a token that proves who an agent is, with its roles and groups',
  positionals: '--agent ID',
  arity: [0, 0],
  options: {
    agent: { type: 'string', value: 'ID', summary: 'The id of the agent' },
    name: { type: 'string', value: 'NAME', summary: 'What people call it' },
    role: { type: 'string', multiple: true, value: 'ROLE', summary: 'A role; may be given more than once' },
    group: { type: 'string', multiple: true, value: 'GROUP', summary: 'A group; may be given more than once' },
    ttl: { type: 'string', value: 'TIME', summary: 'How long it is good for: 900, 15m, 1h (default), 7d' },
    ...TOKEN_OPTIONS,
  },
  examples: [
    'agent-safe identity create --agent deploy-agent-01 --role deployer --group platform-team --ttl 1h',
    'TOKEN=$(agent-safe identity create --agent deploy-agent-01 --role deployer)',
  ],
  async run({ clock, cwd, output, values }) {
    const { agent, group, name, role, ttl } = values;
    if (agent === undefined) throw new UsageError('Say who it is for: agent-safe identity create --agent ID.');
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
    // The token alone: what is printed goes into a variable.
    if (values.json) printJson(output, { token, ...(verified.ok ? verified.identity : {}) });
    else output.out(`${token}\n`);
    return EXIT.allow;
  },
});
