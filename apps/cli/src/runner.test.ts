import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditDraft } from '@agent-safe/core';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';
import type { Run } from '../test/run.ts';

const make = projects();
const PARAMS = '{"namespace":"dev","deployment":"app","replicas":3}';

/** A project with an allowed request to scale a deployment, and its ticket. */
async function allowed(): Promise<TestProject & { readonly ticket: string; readonly auditId: string }> {
  const project = make();
  const caller = await project.identity('deploy-agent-01');
  const checked = await project.run(
    ...['check', 'scale-deployment', '--target', 'dev/test-app', '--caller', caller, '--params', PARAMS, '--json'],
  );
  const { audit_id, ticket } = JSON.parse(checked.out) as { audit_id: string; ticket: { token: string } };
  return { ...project, ticket: ticket.token, auditId: audit_id };
}

/** The events of a log, by their types. */
function typesIn(cwd: string): readonly string[] {
  const lines = readFileSync(join(cwd, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { event_type: string }).event_type);
}

function document(run: Run): Readonly<Record<string, unknown>> {
  return JSON.parse(run.out) as Readonly<Record<string, unknown>>;
}

test('the JSON of runs, credentials and rollbacks keeps its members', async () => {
  const { auditId, run, ticket } = await allowed();
  const members = async (...argv: readonly string[]) => Object.keys(document(await run(...argv, '--json')));
  const ids = ['audit_id', 'action', 'target'];
  expect(await members('runner', 'dry-run', ticket)).toEqual([
    ...['ran', 'outcome', 'reason', 'steps', 'difference', ...ids, 'executor', 'params', 'timeout_seconds'],
    ...['prechecks', 'blocked_by', 'credentials', 'vault', 'warnings'],
  ]);
  expect(await members('credential', 'resolve', ticket)).toEqual([
    'ran',
    ...ids,
    'grant',
    'vault',
    'is_scoped',
    'lease',
  ]);
  expect(await members('runner', 'execute', ticket, '--executor', 'dry-run')).toEqual([
    ...['ran', 'outcome', 'code', 'reason', 'audit_id', 'intent_id', 'action', 'target', 'executor', 'output'],
    ...['prechecks', 'before_state', 'after_state', 'diff', 'credentials', 'duration_ms', 'recorded', 'warnings'],
  ]);
  const refusal = ['ran', 'code', 'reason', ...ids, 'ticket_used'];
  expect(await members('runner', 'execute', ticket, '--executor', 'dry-run')).toEqual(refusal);
  expect(await members('runner', 'dry-run', ticket, '--executor', 'none')).toEqual(refusal);
  const noPlan = ['planned', 'rollback_of', 'code', 'reason', 'warnings'];
  for (const verb of ['show', 'check', 'run']) expect(await members('rollback', verb, auditId)).toEqual(noPlan);
});

describe('runner', () => {
  test('T23 a dry run shows the steps, and leaves the ticket unused', async () => {
    const { cwd, run, ticket } = await allowed();
    for (const _ of [1, 2]) {
      const shown = await run('runner', 'dry-run', ticket);
      expect(shown).toMatchObject({ exit: 0, err: '' });
      expect(shown.out).toMatch(/^WOULD RUN — .*\n {2}action {7}scale-deployment\n/);
      expect(shown.out).toContain(
        'scale-deployment on dev/test-app in dev with namespace=dev, deployment=app, replicas=3',
      );
    }
    expect(typesIn(cwd)).toEqual(['decision']);
    expect(document(await run('runner', 'dry-run', ticket, '--json'))).toMatchObject({ ran: 'dry', blocked_by: [] });
  });

  test('T23 a ticket is executed once, with any executor', async () => {
    const { cwd, run, ticket } = await allowed();
    const first = await run('runner', 'execute', ticket, '--executor', 'dry-run');
    expect(first).toMatchObject({ exit: 0, err: expect.stringContaining('Executing scale-deployment…') });
    expect(first.out).toMatch(/^SKIPPED — Nothing was done\. A real executor would run: scale-deployment/);
    const second = await run('runner', 'execute', ticket, '--executor', 'dry-run');
    expect(second).toMatchObject({ exit: 3, out: '' });
    expect(second.err).toMatch(
      /^REFUSED — The ticket was used before\. Request a new decision\.\n {2}code {4}ticket_replayed/,
    );
    expect(typesIn(cwd)).toEqual(['decision', 'execution_intent', 'execution_outcome', 'ticket_refused']);
    expect((await run('audit', 'verify')).exit).toBe(0);
  });

  test('T47 ticket verify refuses a used ticket', async () => {
    const { run, ticket } = await allowed();
    expect((await run('ticket', 'verify', ticket)).out).toMatch(/^VALID/);
    expect((await run('ticket', 'verify', ticket)).out).toMatch(/^VALID/);
    await run('runner', 'execute', ticket, '--executor', 'dry-run');
    const used = await run('ticket', 'verify', ticket);
    expect(used).toMatchObject({ exit: 3, out: expect.stringMatching(/^INVALID — The ticket was used before\./) });
    expect(document(await run('ticket', 'verify', ticket, '--json'))).toMatchObject({
      valid: false,
      code: 'ticket_replayed',
    });
  });

  test('a ticket can be in a file, with a line end', async () => {
    const { cwd, run, ticket } = await allowed();
    writeFileSync(join(cwd, 'ticket'), `${ticket}\n`);
    expect(await run('runner', 'execute', '@ticket', '--executor', 'dry-run')).toMatchObject({ exit: 0 });
  });

  test('T31 an action that declares credentials does not run without them, and its ticket stays unused', async () => {
    const { edit, run, ticket } = await allowed();
    edit(
      'agent-safe.yaml',
      (text) => `${text}\nrunner: { clusters: { dev: { uid: x, kubeconfig: ./agent-safe.yaml } } }\n`,
    );
    const refused = await run('runner', 'execute', ticket, '--executor', 'subprocess', '--json');
    expect(refused.exit).toBe(3);
    expect(document(refused)).toMatchObject({ ran: false, code: 'credentials_unconfigured' });
    expect((await run('runner', 'dry-run', ticket)).exit).toBe(0);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no executor', ['execute', 'TICKET'], /^The executor is missing\. Give --executor subprocess/],
    ['no ticket', ['execute', '--executor', 'dry-run'], /^The ticket is missing: agent-safe runner execute <ticket>/],
    [
      'a time that is none',
      ['execute', 'TICKET', '--executor', 'dry-run', '--timeout', 'soon'],
      /^--timeout takes a duration/,
    ],
    ['no time', ['execute', 'TICKET', '--executor', 'dry-run', '--timeout', '0'], /^--timeout is out of range/],
    ['params that are none', ['dry-run', 'TICKET', '--params', '[1]'], /^--params must be a JSON object/],
    ['a file that is not there', ['dry-run', '@none'], /^The ticket @none: the file cannot be read/],
    ['an unknown option', ['dry-run', 'TICKET', '--executer', 'x'], /Did you mean "--executor"\?/],
    ['policies, where nothing is decided', ['dry-run', 'TICKET', '--policies', 'x'], /no option --policies/],
  ])('%s is a usage error, and leaves the ticket unused', async (_, argv, message) => {
    const { cwd, run, ticket } = await allowed();
    const typed = await run('runner', ...argv.map((word) => (word === 'TICKET' ? ticket : word)));
    expect(typed).toMatchObject({ exit: 2, out: '' });
    expect(typed.err).toMatch(message);
    expect(typesIn(cwd)).toEqual(['decision']);
  });

  test.each<[string, readonly string[], string]>([
    ['another token', ['nonsense', '--executor', 'dry-run'], 'ticket_invalid'],
    ['an executor that is not there', ['TICKET', '--executor', 'ansible'], 'executor_unknown'],
    ['other params', ['TICKET', '--executor', 'dry-run', '--params', '{"replicas":4}'], 'params_mismatch'],
    ['an audience that it is not for', ['TICKET', '--executor', 'dry-run', '--audience', 'x'], 'ticket_invalid'],
  ])('T24 %s is refused, and recorded', async (_, argv, code) => {
    const { cwd, run, ticket } = await allowed();
    const given = argv.map((word) => (word === 'TICKET' ? ticket : word));
    const refused = await run('runner', 'execute', ...given, '--json');
    expect(refused.exit).toBe(3);
    expect(document(refused)).toMatchObject({ ran: false, code });
    expect(typesIn(cwd)).toEqual(['decision', 'ticket_refused']);
    expect((await run('runner', 'execute', ticket, '--executor', 'dry-run')).exit).toBe(0);
  });

  test('T24 a definition that changed after the decision is refused', async () => {
    const { edit, run, ticket } = await allowed();
    edit('actions/scale-deployment.yaml', (text) => text.replace('risk_class: medium', 'risk_class: low'));
    const refused = await run('runner', 'execute', ticket, '--executor', 'dry-run');
    expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining('definition_mismatch') });
  });

  test('T23 a revoked caller is refused', async () => {
    const { run, ticket } = await allowed();
    await run('revoke', '--agent', 'deploy-agent-01');
    const refused = await run('runner', 'execute', ticket, '--executor', 'dry-run');
    expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining('ticket_revoked') });
  });

  test('T20 without a log nothing is executed, and the error has the fix', async () => {
    const { edit, run, ticket } = await allowed();
    edit('agent-safe.yaml', (text) => text.replace(/^audit_log: .*$/m, ''));
    const refused = await run('runner', 'execute', ticket, '--executor', 'dry-run');
    expect(refused).toMatchObject({ exit: 1, out: '' });
    expect(refused.err).toMatch(/^ERR_CONFIG_INVALID: There is no audit log.*Set "audit_log" to its path\./);
  });

  test('it works while the policies are invalid', async () => {
    const { edit, run, ticket } = await allowed();
    edit('policies/default.yaml', () => 'rules: [');
    expect((await run('runner', 'execute', ticket, '--executor', 'dry-run')).exit).toBe(0);
  });

  test('public keys suffice', async () => {
    const { cwd, run, ticket } = await allowed();
    writeFileSync(join(cwd, 'jwks.json'), (await run('keys', 'jwks')).out);
    const executed = await run('runner', 'execute', ticket, '--executor', 'dry-run', '--jwks', 'jwks.json');
    expect(executed.exit).toBe(0);
  });

  test('T27 reconcile closes executions without an outcome after their deadline, and lists them', async () => {
    const { cwd, run } = await allowed();
    expect((await run('runner', 'reconcile')).out).toBe(
      'Every execution has an outcome, and no credentials are left.\n',
    );
    const { AuditLog } = await import('@agent-safe/audit');
    const log = new AuditLog(join(cwd, 'audit.jsonl'));
    const intent = (id: string, deadline: string): AuditDraft => ({
      event_type: 'execution_intent',
      fields: {
        audit_id: `evt-${id}`,
        intent_id: `evt-intent-${id}`,
        action: 'scale',
        action_version: '1.0.0',
        definition: null,
        target: 'dev/app',
        target_type: null,
        scope: null,
        caller: null,
        caller_verified: false,
        chain: [],
        params: {},
        params_altered: [],
        nonce: `nonce-${id}`,
        digest: null,
        executor: 'stand-in',
        credentials: 'none',
        timeout_seconds: 60,
        deadline,
      },
    });
    await log.append([intent('old', '2026-01-01T00:00:00.000Z'), intent('new', '2126-01-01T00:00:00.000Z')]);
    await log.close();
    const { exit, out } = await run('runner', 'reconcile');
    expect(exit).toBe(7);
    expect(out).toMatch(/^UNKNOWN — scale on dev\/app \(evt-old\) has no outcome: check the target\nrunning — /);
    expect(document(await run('runner', 'reconcile', '--json'))).toMatchObject({ unknown: [], running: [{}] });
    expect(typesIn(cwd).filter((type) => type === 'execution_outcome')).toHaveLength(1);
  });

  test('T27 reconcile reports lines that it cannot read', async () => {
    const { cwd, run } = await allowed();
    const path = join(cwd, 'audit.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('{', '['));
    const { err, exit, out } = await run('runner', 'reconcile');
    expect({ exit, out }).toEqual({ exit: 6, out: '' });
    expect(err).toMatch(/^DAMAGED — 1 line of the log cannot be read\. /);
    expect(document(await run('runner', 'reconcile', '--json'))).toMatchObject({ damaged: 1 });
  });
});

describe('rollback', () => {
  test.each(['show', 'check', 'run'])('%s reports why there is no rollback', async (name) => {
    const { auditId, run, ticket } = await allowed();
    const unknown = await run('rollback', name, auditId);
    expect(unknown).toMatchObject({ exit: 3, out: '' });
    expect(unknown.err).toMatch(
      /^NO ROLLBACK — The log has no execution of the decision .*\n {2}code {2}execution_unknown/,
    );
    await run('runner', 'execute', ticket, '--executor', 'dry-run');
    const nothing = await run('rollback', name, auditId, '--json');
    expect(nothing.exit).toBe(3);
    expect(document(nothing)).toMatchObject({ planned: false, code: 'nothing_to_roll_back' });
  });
});

describe('credential', () => {
  const withVault = (text: string) =>
    `${text}\ncredential_vault: { backend: environment, variables: { kubernetes: { token: TEST_TOKEN } } }\n`;

  test('T31 resolve shows the credentials without the secret', async () => {
    const { edit, run, ticket } = await allowed();
    edit('agent-safe.yaml', withVault);
    process.env.TEST_TOKEN = 'a-token-that-is-secret';
    const { exit, out } = await run('credential', 'resolve', ticket);
    expect(exit).toBe(0);
    expect(out).toMatch(/^WOULD BE ISSUED — to scale-deployment on dev\/test-app\n/);
    expect(out).toContain('vault  environment, which does not limit them to these permissions');
    expect(out).not.toContain('a-token-that-is-secret');
  });

  test('T31 --reveal prints the secret, uses up the ticket, and is recorded', async () => {
    const { cwd, edit, run, ticket } = await allowed();
    edit('agent-safe.yaml', withVault);
    process.env.TEST_TOKEN = 'a-token-that-is-secret';
    const { out } = await run('credential', 'resolve', ticket, '--reveal');
    expect(out).toMatch(/^ISSUED — /);
    expect(out).toMatch(/\n {2}token {2}a-token-that-is-secret\n/);
    expect(await run('runner', 'execute', ticket, '--executor', 'dry-run')).toMatchObject({ exit: 3 });
    const lease = /lease +(lease-[\w-]+)/.exec(out)?.[1] ?? '';
    // The vault did not create these credentials, so it cannot revoke them, and reports that.
    const kept = await run('credential', 'revoke', lease);
    expect(kept).toMatchObject({ exit: 1, out: '', err: expect.stringMatching(/^NOT REVOKED — .*Revoke them where/) });
    expect(typesIn(cwd)).toEqual(['decision', 'credential_issued', 'ticket_refused', 'credential_revoked']);
    expect(readFileSync(join(cwd, 'audit.jsonl'), 'utf8')).not.toContain('a-token-that-is-secret');
  });

  test('test-vault reports the limits of the vault', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { edit, run } = make();
    expect(await run('credential', 'test-vault')).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringMatching(/^NO VAULT/),
    });
    edit('agent-safe.yaml', withVault);
    process.env.TEST_TOKEN = 'a-token-that-is-secret';
    const ready = await run('credential', 'test-vault');
    expect(ready).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^READY FOR 1 OF 2 TYPES — the vault environment\. It issues all its permissions/),
    });
    expect(ready.out).toMatch(
      /\n {2}aws +Credentials of type "aws" need the environment variables AWS_ACCESS_KEY_ID.*\n {2}kubernetes +can be issued\n$/,
    );
    delete process.env.TEST_TOKEN;
    const lacking = await run('credential', 'test-vault', '--json');
    expect(lacking.exit).toBe(1);
    expect(document(lacking)).toMatchObject({ problem: expect.stringContaining('TEST_TOKEN') });
  });
});

test('T31 validate warns about unlimited credentials', async () => {
  const { edit, run } = make();
  edit('agent-safe.yaml', (text) => `${text}\nrunner: { ambient_credentials: true }\n`);
  const { exit, out } = await run('validate');
  expect(exit).toBe(0);
  expect(out).toMatch(
    /warning: Actions with credentials run with all credentials of this machine.*\[credentials_ambient\]/,
  );
});
