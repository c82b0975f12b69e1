import { resolve } from 'node:path';
import { displayPath, findConfig, mergeSettings, tryConfig } from '@agent-safe/registry';
import type { Settings } from '@agent-safe/registry/open';
import { defineCommand, type Output, PROJECT_OPTIONS, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { checkFiles, checkKeys, checkNode, checkSigningKey } from '../doctor/check-project.ts';
import { type CheckResult, fail, ok } from '../doctor/check-result.ts';
import { checkServerSettings } from '../doctor/check-server-settings.ts';
import {
  type Contact,
  checkAccounts,
  checkClusters,
  checkNotifiers,
  checkShipping,
  checkWitnesses,
} from '../doctor/check-services.ts';
import { checkAuditLog, checkClock, checkState } from '../doctor/check-storage.ts';
import { readConfigOption } from '../options/project-settings.ts';
import { paint, printable, printJson } from '../render/style.ts';

export const command = defineCommand({
  name: 'doctor',
  summary: 'Check the environment and the project; nothing is changed',
  positionals: '',
  arity: [0, 0],
  options: {
    online: { type: 'boolean', summary: 'Also contact the configured clusters and AWS accounts' },
    executor: {
      type: 'string',
      value: 'NAME',
      summary: 'Executor that contacts the clusters. Default: subprocess if "runner.kubectl" is set, otherwise k8s',
      choices: ['k8s', 'subprocess'],
    },
    config: PROJECT_OPTIONS.config,
    'no-config': PROJECT_OPTIONS['no-config'],
  },
  examples: ['agent-safe doctor', 'agent-safe doctor --online --json'],
  async run({ clock, cwd, output, values }) {
    const node = checkNode(process.versions.node);
    const named = readConfigOption(values) ?? findConfig(cwd) ?? false;
    const executor = readExecutor(values.executor);
    const choose = ({ runner }: Settings): Contact => {
      if (values.online !== true) return 'none';
      return executor ?? (runner.kubectl === undefined ? 'k8s' : 'subprocess');
    };
    const project = named === false ? [missing()] : await checkProject(resolve(cwd, named), clock(), choose);
    const checks = [node, ...project];
    const isHealthy = checks.every(({ status }) => status !== 'fail');
    if (values.json) printJson(output, { ok: isHealthy, checks });
    else print(output, checks);
    return isHealthy ? EXIT.allow : EXIT.error;
  },
});

function readExecutor(given: string | undefined): 'k8s' | 'subprocess' | undefined {
  if (given === undefined || given === 'k8s' || given === 'subprocess') return given;
  throw new UsageError(`--executor does not take "${given}". Give k8s or subprocess.`);
}

function missing(): CheckResult {
  const fix = 'Go to the folder of a project, name its settings with --config, or run "agent-safe init".';
  return fail('project', 'There is no agent-safe.yaml in this folder or above.', fix);
}

async function checkProject(
  file: string,
  now: number,
  choose: (settings: Settings) => Contact,
): Promise<readonly CheckResult[]> {
  const config = tryConfig(file);
  if (config.config === undefined) {
    const reason = config.diagnostics[0]?.message ?? 'The settings cannot be read.';
    return [fail('project', `${displayPath(file)}: ${reason}`, 'Run "agent-safe validate", and fix what it reports.')];
  }
  const settings = mergeSettings({}, config.config, file);
  const context = { settings, now };
  return [
    ok('project', displayPath(file)),
    checkFiles(settings, config),
    ...checkKeys(context),
    ...checkSigningKey(context),
    await checkState(context),
    await checkAuditLog(context),
    ...(await checkServerSettings(config)),
    checkShipping(context),
    ...checkWitnesses(context),
    ...checkNotifiers(context),
    await checkClock(context),
    ...(await checkClusters(settings, choose(settings))),
    ...(await checkAccounts(settings, choose(settings))),
  ];
}

const COLORS = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function print(output: Output, checks: readonly CheckResult[]): void {
  const width = Math.max(...checks.map(({ check }) => check.length));
  for (const { check, fix, message, status } of checks) {
    const title = paint(output, ['bold', COLORS[status]], status.padEnd(4));
    const advice = fix === undefined ? '' : ` ${fix}`;
    output.out(`${title}  ${printable(check.padEnd(width))}  ${printable(message + advice)}\n`);
  }
  const count = (status: CheckResult['status']) => checks.filter((each) => each.status === status).length;
  output.out(`${count('ok')} ok, ${describeWarnings(count('warn'))}, ${count('fail')} failed\n`);
}

function describeWarnings(count: number): string {
  return count === 1 ? '1 warning' : `${count} warnings`;
}
