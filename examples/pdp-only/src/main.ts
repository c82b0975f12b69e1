import { deepStrictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Creates a project and its bundle. Installs only the packed decision point beside the bundle, in the agent's folder.
 * Then sends the same requests to both, and fails if a decision differs.
 */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agent-safe-pdp-only-'));

const REQUESTS = [
  { action: 'restart-deployment', target: 'dev/test-app', params: { namespace: 'dev', deployment: 'app' } },
  { action: 'restart-deployment', target: 'prod/api-server', params: { namespace: 'prod', deployment: 'api' } },
  { action: 'restart-deployment', target: 'dev/test-app', params: { namespace: 'kube-system', deployment: 'coredns' } },
  {
    action: 'delete-namespace',
    target: 'prod/status-page-ns',
    params: { namespace: 'status-page' },
    caller: 'cleaner',
  },
  {
    action: 'get-pod-logs',
    target: 'staging/api-pods',
    params: { namespace: 'staging', pod: 'api-1' },
    caller: 'reader',
  },
  {
    action: 'scale-deployment',
    target: 'dev/test-app',
    params: { namespace: 'dev', deployment: 'app', replicas: 9999 },
  },
  { action: 'reboot-everything', target: 'dev/test-app' },
  { action: 'rollout-status', target: 'dev/elsewhere', caller: 'eyJhbGciOiJub25lIn0.eyJhZ2VudCI6InJvb3QifQ.' },
];

try {
  const project = join(folder, 'project');
  const agent = join(folder, 'agent');
  const tarballs = join(folder, 'tarballs');
  mkdirSync(agent);
  mkdirSync(tarballs);

  run(folder, join(root, 'agent-safe'), 'init', 'project');
  // Bundles contain no limits, because limits belong to the state of a machine.
  const settings = join(project, 'agent-safe.yaml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^cumulative_risk:\n(?: .*\n)+/m, ''));
  run(project, join(root, 'agent-safe'), 'bundle', '--out', join(agent, 'bundle.json'));
  // JSON is valid YAML, so the plan is the list of requests.
  writeFileSync(join(project, 'plan.json'), JSON.stringify(REQUESTS));
  const expected = JSON.parse(
    run(project, join(root, 'agent-safe'), 'check', '--plan', 'plan.json', '--json'),
  ) as Verdict[];

  const pnpm = ['-y', 'pnpm@12.21.0'];
  run(root, 'npx', ...pnpm, 'run', 'build', '--filter', '@agent-safe/pdp', '--output-logs=errors-only');
  for (const name of ['core', 'pdp']) {
    run(join(root, 'packages', name), 'npx', ...pnpm, 'pack', '--pack-destination', tarballs);
  }
  writeFileSync(join(agent, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const packed = readdirSync(tarballs).map((name) => join(tarballs, name));
  run(agent, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...packed);
  deepStrictEqual(readdirSync(join(agent, 'node_modules/@agent-safe')).sort(), ['core', 'pdp']);

  cpSync(new URL('../agent.js', import.meta.url), join(agent, 'agent.js'));
  writeFileSync(join(agent, 'requests.json'), JSON.stringify(REQUESTS));
  const answers = JSON.parse(run(agent, 'node', 'agent.js')) as Verdict[];

  deepStrictEqual(answers.map(pick), expected.map(pick));
  for (const [index, { result }] of answers.entries()) console.log(`${result.padEnd(16)}  ${REQUESTS[index]?.action}`);
  console.log(`\nAll ${answers.length} decisions of the agent match those of the command line.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Verdict {
  readonly code: string;
  readonly policy_matched: string | null;
  readonly reason: string;
  readonly result: string;
}

/** Drops the reason for a refused token: it depends on the keys, and the agent has none. */
function pick({ code, policy_matched, reason, result }: Verdict): Verdict {
  return { code, policy_matched, reason: code === 'caller_invalid' ? '' : reason, result };
}

/** Runs a command and returns its output. A denial is not a failure. */
function run(cwd: string, command: string, ...argv: readonly string[]): string {
  const { error, status, stderr, stdout } = spawnSync(command, argv, { cwd, encoding: 'utf8' });
  if (status === null || (status !== 0 && !argv.includes('check'))) {
    throw new Error(`${command} ${argv.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  }
  return stdout;
}
