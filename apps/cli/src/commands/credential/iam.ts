import { defineCommand, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { printJson } from '../../render/style.ts';
import { readNames } from './names.ts';

const PRINCIPAL = /^arn:aws[a-z-]*:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]+$/;

export const command = defineCommand({
  name: 'credential iam',
  summary: 'Print the IAM policies of the AWS vault with the least permissions',
  positionals: '',
  arity: [0, 0],
  options: {
    ...RUNNER_OPTIONS,
    principal: {
      type: 'string',
      value: 'ARN',
      summary: 'User or role whose credentials the vault has. Required',
    },
    actions: {
      type: 'string',
      value: 'NAMES',
      summary: 'Only these actions, separated by commas. Default: all actions of the project',
    },
  },
  examples: [
    'agent-safe credential iam --principal arn:aws:iam::111122223333:role/agent-safe-vault',
    'agent-safe credential iam --principal arn:aws:iam::111122223333:user/vault --actions ec2-stop-instance',
  ],
  async run({ clock, cwd, output, values }) {
    const { principal } = values;
    if (principal === undefined) throw new UsageError('Give --principal, the ARN of the user or role of the vault.');
    if (!PRINCIPAL.test(principal)) throw new UsageError('--principal is not the ARN of an IAM user or role.');
    const actions = readNames(values.actions, '--actions');
    const policies = await withRunner({ clock, cwd, output, values }, (runner) =>
      runner.describeVaultIam({ actions, principal }),
    );
    printJson(output, policies);
    return EXIT.allow;
  },
});
