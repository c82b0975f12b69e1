import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { printJson } from '../../render/style.ts';
import { readNames, readNamespaces } from './names.ts';

export const command = defineCommand({
  name: 'credential rbac',
  summary: 'Print the account of the Kubernetes vault with the least permissions, for kubectl apply',
  positionals: '',
  arity: [0, 0],
  options: {
    ...RUNNER_OPTIONS,
    actions: {
      type: 'string',
      value: 'NAMES',
      summary: 'Only these actions, separated by commas. Default: all actions of the project',
    },
    namespaces: {
      type: 'string',
      value: 'NAMES',
      summary: 'Namespaces in which actions may run, separated by commas. Default: all namespaces',
    },
  },
  examples: [
    'agent-safe credential rbac --namespaces dev,staging | kubectl apply -f -',
    'agent-safe credential rbac --actions scale-deployment,get-pod-logs',
  ],
  async run({ clock, cwd, output, values }) {
    const [actions, namespaces] = [
      readNames(values.actions, '--actions'),
      readNamespaces(values.namespaces, '--namespaces'),
    ];
    const items = await withRunner({ clock, cwd, output, values }, (runner) =>
      runner.describeVaultRbac({ actions, namespaces }),
    );
    // JSON is YAML too, so kubectl reads it.
    printJson(output, { apiVersion: 'v1', kind: 'List', items });
    return EXIT.allow;
  },
});
