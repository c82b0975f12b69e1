import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes two recorded decisions, reads the log and opens a runner, so that YAML, SQLite, tokens and the log are used. Then configures
 * Slack, whose client is not installed.
 */
const PROGRAM = `
import { readFileSync, statSync } from 'node:fs';
import { AgentSafe } from '@agent-safe/sdk';
import { openRunner } from '@agent-safe/sdk/runner';

const cwd = process.argv[2];
const safe = await AgentSafe.open({ cwd });
const request = { action: 'restart-deployment', caller: 'deploy-agent' };
const allowed = await safe.check({ ...request, target: 'dev/test-app', params: { namespace: 'dev', deployment: 'app' } });
const asked = await safe.check({ ...request, target: 'prod/api-server', params: { namespace: 'prod', deployment: 'api' } });
await safe.close();
await (await openRunner({ cwd })).close();

process.env.SLACK_URL = 'https://hooks.slack.com/services/T0/B0/x';
const approvals = { notifiers: [{ backend: 'slack', url_env: 'SLACK_URL' }] };
const slack = await AgentSafe.open({ cwd, approvals }).then(() => 'opened', ({ message }) => message);

const events = readFileSync(cwd + '/audit.jsonl', 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
const count = ({ audit_id }) =>
  events.filter((event) => event.audit_id === audit_id && event.event_type === 'decision').length;
console.log(JSON.stringify({
  results: [allowed.result, asked.result],
  hasTicket: Boolean(allowed.ticket),
  hasRequest: Boolean(asked.request_id),
  recorded: [count(allowed), count(asked)],
  hasState: statSync(cwd + '/.agent-safe/state.db').size > 0,
  slack,
}));
`;

const EXPECTED = {
  results: ['allow', 'require_approval'],
  hasTicket: true,
  hasRequest: true,
  recorded: [1, 1],
  hasState: true,
  slack: 'The notifier slack cannot be opened: the Slack client is not installed. Run: npm install @slack/webhook.',
};

/**
 * Bundles the installed SDK with esbuild for Node as an ES module, as users do, and runs the bundle in a folder without packages.
 *
 * @param home folder with the installed packages, without optional ones
 * @param project folder of a project
 * @param folder an empty folder outside `home`
 * @returns the problems found
 */
export async function checkBundledSdk(
  home: string,
  project: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  if (existsSync(join(home, 'node_modules/@slack')))
    return ['The bundle proves nothing: @slack/webhook is installed. Install the packages without optional ones.'];
  const outfile = join(folder, 'main.mjs');
  try {
    await build({
      stdin: { contents: PROGRAM, resolveDir: home },
      bundle: true,
      format: 'esm',
      logLevel: 'silent',
      outfile,
      platform: 'node',
    });
  } catch (error) {
    return [`esbuild cannot bundle @agent-safe/sdk: ${error instanceof Error ? error.message : String(error)}`];
  }
  const { status, stderr, stdout } = spawnSync('node', [outfile, project], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) return [`The bundle of @agent-safe/sdk exited with ${status}: ${stdout}${stderr}`];
  const expected = JSON.stringify(EXPECTED);
  if (stdout.trim() === expected) return [];
  return [`The bundle of @agent-safe/sdk printed ${stdout.trim()}, expected ${expected}.`];
}
