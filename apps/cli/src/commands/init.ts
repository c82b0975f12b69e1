import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { inventoryPath, policiesPath, testsPath } from '@agent-safe/catalog';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { completeKeys, generateKeys, tryKeys } from '@agent-safe/registry';
import { DOCUMENT_NAMES, type DocumentName, jsonSchema } from '@agent-safe/schemas';
import { defineCommand } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { replaceKeyFile } from '../options/key-file.ts';
import {
  readActionFile,
  readCatalog,
  STARTER_ACTIONS,
  selectActions,
  withRollbacks,
} from '../project-files/catalog-actions.ts';
import { withSchemaLine } from '../project-files/schema-line.ts';
import { printable, printJson } from '../render/style.ts';

const KEYS_PATH = '.agent-safe/keys.json';
const SCHEMAS_FOLDER = 'schemas';

const CONFIG = `# Settings of this project. Paths are relative to this file.
registry: ./actions
policies: ./policies
inventory: ./inventory.yaml
# Agents and people with their roles and groups. "agent-safe who-can" finds them. Decisions do not depend on this file.
# subjects: ./subjects.yaml

# Audit log. Every decision is recorded before it is answered. Agents must not be able to write this file.
audit_log: ./audit.jsonl

# Keys. They sign tokens and checkpoints, mask sensitive values, authenticate approval requests, and encrypt rollback states.
# Agents must not be able to read this file. Keep it out of git.
keys: ./.agent-safe/keys.json

# State that all processes of this machine share: revocations, used tickets, limits, risk and approvals.
state: ./.agent-safe/state.db

# Every request must name a target of the right type, and may change only that target. Actions without a target are exempt.
strict: true

# At most max_requests per caller in window_seconds. circuit_breaker_threshold denials in the same window open the circuit breaker:
# then all requests of the caller are denied for circuit_breaker_cooldown_seconds. All callers without a token share one limit.
rate_limit:
  max_requests: 100
  window_seconds: 60
  circuit_breaker_threshold: 20
  circuit_breaker_cooldown_seconds: 300

# Each request adds to the risk score of its caller for window_seconds: low 1, medium 5, high 15, critical 50. From
# escalation_threshold on, allowed requests need an approval: from the 40th medium request on, or the 4th critical one. From
# deny_threshold on, all requests are denied. "agent-safe risk show" shows the scores. "agent-safe risk reset" resets one.
cumulative_risk:
  window_seconds: 3600
  escalation_threshold: 200
  deny_threshold: 600

# Approvers: their roles, and how many must approve.
approvals:
  roles: [approver]
  quorum: 1
  # Channels that notify approvers. Secrets are in environment variables.
  # notifiers:
  #   - backend: slack
  #     url_env: SLACK_WEBHOOK_URL
  #   - backend: webhook
  #     url: https://example.com/approvals
  #     secret_env: AGENT_SAFE_WEBHOOK_SECRET

# The runner executes tickets. The uid identifies the cluster, so that a wrong kubeconfig cannot reach another one. To print it:
# kubectl get namespace kube-system -o jsonpath={.metadata.uid}
# runner:
#   clusters:
#     dev:
#       uid: 00000000-0000-0000-0000-000000000000
#       kubeconfig: ./dev.kubeconfig # default: the kubeconfig that kubectl uses
#       context: dev
#   # Commands that exec-pod may run, word by word. * is one word that does not begin with a hyphen.
#   command_allowlist: [date, "ls -l *"]

# Vault that issues the credentials of executions. The backend "kubernetes" creates a service account for each execution. The backend
# "environment" is for development: it issues AGENT_SAFE_KUBERNETES_TOKEN, or the AWS variables, without restrictions.
# credential_vault:
#   backend: environment

# Names that agents may give to their children. Allow rules accept only granted names.
# delegation:
#   max_depth: 3
#   grants:
#     - parent: orchestrator-01
#       children: ["worker-*"]

# Regular expression of change ticket ids, for rules with require_ticket.
# ticket_pattern: '[A-Z]+-[0-9]+'
`;

export const command = defineCommand({
  name: 'init',
  summary:
    'Create a project: settings, actions, policies, targets, tests, keys. Existing files are not changed; missing keys are added',
  positionals: '[folder]',
  arity: [0, 1],
  options: {
    actions: {
      type: 'string',
      value: 'LIST',
      summary: 'Add these actions of the catalog to the 13 of the default policies: kubernetes, aws, all, or names',
    },
  },
  examples: [
    'agent-safe init myproject && cd myproject && agent-safe validate',
    'agent-safe init myproject --actions kubernetes',
    'agent-safe init myproject --actions drain-node,cordon-node',
  ],
  async run({ cwd, output, positionals: [folder = '.'], values }) {
    const catalog = readCatalog();
    const selected = values.actions === undefined ? [] : selectActions(values.actions, catalog);
    const actions = withRollbacks([...STARTER_ACTIONS, ...selected], catalog).map(({ name }) => name);
    const root = resolve(cwd, folder);
    const files = projectFiles(actions);
    const written = files.map((file) => ({ path: file.path, created: writeNew(join(root, file.path), file) }));
    const completed = addMissingKeys(join(root, KEYS_PATH));
    if (values.json) {
      printJson(output, { folder: root, files: written });
      return EXIT.allow;
    }
    for (const { created, path } of written)
      output.out(`  ${created ? 'created' : 'kept   '}  ${printable(join(folder, path))}\n`);
    if (completed) output.out(`  missing keys were added to ${KEYS_PATH}\n`);
    const enter = relative(cwd, root) === '' ? '' : `  cd ${printable(folder)}\n`;
    output.out(`
Try it:
${enter}  agent-safe validate
  agent-safe test tests/
  agent-safe check restart-deployment --target dev/test-app --caller deploy-agent --params '{"namespace":"dev","deployment":"app"}'
${describeMore(actions, catalog)}`);
    return EXIT.allow;
  },
});

function describeMore(actions: readonly string[], catalog: readonly { readonly name: string }[]): string {
  const absent = catalog.map(({ name }) => name).filter((name) => !actions.includes(name));
  const [first] = absent;
  if (first === undefined) return '';
  const example = absent.includes('drain-node') ? 'drain-node' : first;
  return `
The project has ${actions.length} of the ${catalog.length} actions of the catalog. To add more:
  agent-safe catalog list
  agent-safe catalog add ${example}
`;
}

interface ProjectFile {
  /** Relative to the project. */
  readonly path: string;
  readonly content: string;
  readonly mode?: number;
}

function projectFiles(actions: readonly string[]): readonly ProjectFile[] {
  const describe = (path: string, content: string, schema: DocumentName): ProjectFile => ({
    path,
    content: withSchema(content, path, schema),
  });
  const shipped = (path: string, source: string, schema: DocumentName) =>
    describe(path, readFileSync(source, 'utf8'), schema);
  return [
    describe('agent-safe.yaml', CONFIG, 'agent-safe'),
    {
      path: '.gitignore',
      content: '# Keys, state and the audit log of this machine.\n.agent-safe/\naudit.*jsonl*\n',
    },
    ...actions.map((name) => describe(`actions/${name}.yaml`, readActionFile(name), 'action')),
    shipped('policies/default.yaml', join(policiesPath, 'default.yaml'), 'policies'),
    shipped('inventory.yaml', inventoryPath, 'inventory'),
    shipped('tests/default-policies.yaml', join(testsPath, 'default-policies.yaml'), 'policy-tests'),
    ...DOCUMENT_NAMES.map((name) => ({
      path: schemaPath(name),
      content: `${JSON.stringify(jsonSchema(name), undefined, 2)}\n`,
    })),
    // An existing .gitignore of the repository stays, so the folder has its own.
    { path: '.agent-safe/.gitignore', content: '*\n', mode: 0o600 },
    { path: KEYS_PATH, content: generateKeys(), mode: 0o600 },
  ];
}

function schemaPath(name: DocumentName): string {
  return `${SCHEMAS_FOLDER}/${name}.schema.json`;
}

/** @param path of the file, relative to the project */
function withSchema(content: string, path: string, name: DocumentName): string {
  const up = '../'.repeat(path.split('/').length - 1) || './';
  return withSchemaLine(content, `${up}${schemaPath(name)}`);
}

/** Writes a file without overwriting: `wx` fails if the file exists, even if it appeared a moment ago. */
function writeNew(path: string, { content, mode }: ProjectFile): boolean {
  makeFolder(dirname(path), mode === undefined ? 0o777 : 0o700);
  try {
    writeFileSync(path, content, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw cannotWrite(path, error);
  }
}

/** Adds keys that a project of an older version lacks. @returns whether a key was added */
function addMissingKeys(path: string): boolean {
  if (tryKeys(path).diagnostics.length > 0) return false;
  return replaceKeyFile(path, completeKeys);
}

/** Creates folders one by one: a recursive `mkdirSync` never returns if a parent cannot be created, as below /proc. */
function makeFolder(path: string, mode: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found !== undefined) throw cannotWrite(path, 'it is a file, not a folder');
  makeFolder(dirname(path), 0o777);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): AgentSafeError {
  const why = describeCause(error);
  return new AgentSafeError(
    'ERR_CONFIG_INVALID',
    `The project cannot be created at ${path}: ${why}. Give another folder.`,
  );
}
