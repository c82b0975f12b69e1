import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';
import { runCli } from './run-cli.ts';

const project = projects('2026-01-05T12:00:00Z');
/** Milliseconds to wait for an event on a busy machine. */
const PATIENCE = { timeout: 30_000 } as const;

const RESTART = ['check', 'restart-deployment', '--target', 'prod/api-server'];
const PARAMS = ['--params', '{"namespace":"prod","deployment":"api"}'];
const PROD = [...RESTART, ...PARAMS];
const REASON = ['--reason', 'CHG-7, the window is open'];

interface OpenProject {
  readonly worker: string;
  readonly alice: string;
}

async function openWithApprover({ identity }: TestProject): Promise<OpenProject> {
  return {
    worker: await identity('worker', '--role', 'deployer'),
    alice: await identity('alice', '--role', 'approver'),
  };
}

interface Document {
  readonly request_id: string;
  readonly request_secret?: string;
  readonly ticket?: { readonly token: string };
}

/** Requests a restart in production, and returns the answer. */
async function ask({ run }: TestProject, ...more: string[]): Promise<Document> {
  const { exit, out } = await run(...PROD, '--json', ...more);
  expect(exit).toBe(4);
  return JSON.parse(out) as Document;
}

async function pending({ run }: TestProject): Promise<readonly Document[]> {
  const { out } = await run('approval', 'list', '--json');
  return (JSON.parse(out) as { readonly requests: readonly Document[] }).requests;
}

/** The id of the request, as soon as there is one. */
function untilAsked(where: TestProject): Promise<string> {
  return vi.waitFor(async () => {
    const [request] = await pending(where);
    expect(request).toBeDefined();
    return request?.request_id ?? '';
  }, PATIENCE);
}

/** Sets a variable of the environment for one test. */
function setEnvironment(name: string, value: string): void {
  vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe('an approval', () => {
  test('T25 yields one ticket: requested, shown, approved, and used by the requester', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const asked = await here.run(...PROD, '--caller', worker);
    expect(asked).toMatchObject({ exit: 4, err: '', out: expect.stringMatching(/^REQUIRE_APPROVAL — /) });
    const [, id = ''] = /^ {2}request {2}(apr-\S+)$/m.exec(asked.out) ?? [];
    expect(asked.out).toContain(`agent-safe approval approve ${id} --as "$APPROVER" --reason "…"\n`);
    expect(asked.out).toContain('Then the same check gets the ticket; --wait waits for the answer.\n');

    const listed = await here.run('approval', 'list');
    expect(listed.out).toMatch(/^ {2}REQUEST +ACTION +TARGET +RISK +CALLER +EXPIRES IN\n/);
    expect(listed.out).toMatch(
      new RegExp(`^ {2}${id} {2}restart-deployment {2}prod/api-server {2}critical {2}worker +60 minutes$`, 'm'),
    );
    const shown = await here.run('approval', 'show', id);
    expect(shown).toMatchObject({ exit: 0, err: '' });
    for (const line of [
      /^PENDING — restart-deployment 1\.0\.0 on prod\/api-server$/m,
      /^ {2}caller {3}worker$/m,
      /^ {2}risk {5}critical \(the action alone: medium\)$/m,
      /^ {2}params {3}namespace: "prod"$/m,
      /^ {11}deployment: "api"$/m,
      /^ {2}rule {5}require-approval-critical-risk$/m,
      /^ {2}until {4}2026-01-05T13:00:00\.000Z, in 60 minutes$/m,
      /^ {2}needs {4}1 approver with the role approver; 0 of 1 so far$/m,
    ]) {
      expect(shown.out).toMatch(line);
    }
    expect(shown.out).toContain(`agent-safe approval deny ${id} --as "$APPROVER" --reason "…"\n`);

    const approved = await here.run('approval', 'approve', id, '--as', alice, ...REASON);
    expect(approved).toMatchObject({ exit: 0, out: expect.stringMatching(/^APPROVED — .* before \d{4}-.*Z\.\n$/) });
    const allowed = await here.run(...PROD, '--caller', worker);
    expect(allowed).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^ALLOW — Approved by "alice": CHG-7, the window is open\n/),
    });
    expect(allowed.out).toMatch(/^ {2}code {5}approved$/m);
    expect(allowed.out).toMatch(/^ {2}ticket {3}[\w-]+\.[\w-]+\.[\w-]+$/m);
    expect((await here.run('approval', 'show', id)).out).toMatch(/^ {2}used {5}by the decision evt-\S+, which issued/m);
    expect((await here.run('approval', 'list')).out).toBe('No request is pending.\n');
    expect((await here.run('approval', 'list', '--all')).out).toMatch(/approved, used/);
    // No other request gets a ticket.
    expect((await here.run(...PROD, '--caller', await here.identity('other'))).exit).toBe(4);
  });

  test('T25 is refused for the requester, for a bare name, and for approvers without the role', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    const { request_id } = await ask(here, '--caller', worker);
    const answer = (token: string) => here.run('approval', 'approve', request_id, '--as', token, ...REASON);
    for (const [token, code] of [
      [worker, 'approver_is_requester'],
      ['alice', 'approver_unverified'],
      [await here.identity('bob', '--role', 'deployer'), 'approver_not_allowed'],
    ] as const) {
      expect(await answer(token)).toMatchObject({
        exit: 3,
        out: '',
        err: expect.stringMatching(new RegExp(`^REFUSED — .*\n {2}code {2}${code}\n$`)),
      });
    }
    const json = await here.run('approval', 'approve', request_id, '--as', worker, ...REASON, '--json');
    expect(json).toMatchObject({ exit: 3, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, code: 'approver_is_requester' });
    expect(await here.run('approval', 'show', 'apr-unheard-of')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('approval_unknown'),
    });
  });

  test('T25 needs the configured number of approvers', async () => {
    const here = project();
    here.edit('agent-safe.yaml', (text) => text.replace('quorum: 1', 'quorum: 2'));
    const { alice, worker } = await openWithApprover(here);
    const { request_id } = await ask(here, '--caller', worker);
    const approve = (token: string) => here.run('approval', 'approve', request_id, '--as', token, ...REASON);
    expect((await approve(alice)).out).toMatch(
      /^NOTED — .*: 1 so far\. Required: 2 approvers with the role approver\.\n$/,
    );
    expect((await approve(alice)).err).toContain('approver_repeated');
    expect((await approve(await here.identity('bob', '--role', 'approver'))).out).toMatch(/^APPROVED — /);
  });

  test('accepts a token from a file or from the environment', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const first = await ask(here, '--caller', worker);
    writeFileSync(join(here.cwd, 'alice.token'), `${alice}\n`);
    expect((await here.run('approval', 'deny', first.request_id, '--as', '@alice.token', ...REASON)).out).toMatch(
      /^DENIED — restart-deployment 1\.0\.0 on prod\/api-server\. No ticket is issued\.\n$/,
    );
    setEnvironment('AGENT_SAFE_APPROVER', alice);
    const second = await ask(here, '--caller', await here.identity('other'));
    expect((await here.run('approval', 'approve', second.request_id, ...REASON)).exit).toBe(0);
  });

  test('shows no control characters to the terminal', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const { request_id } = await ask(here, '--caller', worker);
    await here.run('approval', 'deny', request_id, '--as', alice, '--reason', 'no\u001b[2Jthing\u202e');
    for (const argv of [
      ['show', request_id],
      ['list', '--all'],
      ['list', '--all', '--json'],
    ]) {
      const { out } = await here.run('approval', ...argv);
      for (const character of ['\u001b', '\u202e']) expect(out).not.toContain(character);
    }
  });

  test('T25 that was edited in the state is ignored, and reported', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const { request_id } = await ask(here, '--caller', worker);
    const database = new DatabaseSync(join(here.cwd, '.agent-safe/state.db'));
    database.exec(`UPDATE approvals SET document = replace(document, '"api"', '"api-server"')`);
    database.close();
    expect(await here.run('approval', 'list')).toMatchObject({
      exit: 0,
      out: 'No request is pending.\n',
      err: expect.stringContaining(`${request_id} is void: approval_tampered.`),
    });
    expect(JSON.parse((await here.run('approval', 'list', '--json')).out)).toMatchObject({
      requests: [],
      refused: [{ request_id, code: 'approval_tampered' }],
    });
    for (const argv of [
      ['show', request_id],
      ['approve', request_id, '--as', alice, ...REASON],
    ]) {
      expect(await here.run('approval', ...argv)).toMatchObject({
        exit: 3,
        err: expect.stringContaining('approval_tampered'),
      });
    }
  });

  test('is canceled only by its requester', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const { request_id } = await ask(here, '--caller', worker);
    const cancel = (...argv: string[]) => here.run('approval', 'cancel', request_id, '--reason', 'Not needed', ...argv);
    expect((await cancel('--caller', alice)).err).toContain('claimant_not_requester');
    expect((await cancel('--caller', worker)).out).toMatch(/^CANCELLED — restart-deployment /);
    const shown = await here.run('approval', 'show', request_id);
    expect(shown.out).toMatch(/^ {2}answers {2}\S+ cancelled by worker: Not needed$/m);
  });

  test('works while policies are invalid', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const { request_id } = await ask(here, '--caller', worker);
    here.edit('policies/default.yaml', () => 'rules: 7\n');
    expect((await here.run('approval', 'list')).out).toContain(request_id);
    expect((await here.run('approval', 'approve', request_id, '--as', alice, ...REASON)).exit).toBe(0);
    expect((await here.run(...PROD, '--caller', worker)).exit).toBe(1);
  });

  test('that cannot be requested names the missing setting', async () => {
    const here = project();
    here.edit('agent-safe.yaml', (text) => text.replace(/^audit_log: .*$/m, ''));
    const asked = await here.run(...PROD, '--caller', 'worker', '--wait');
    expect(asked).toMatchObject({ exit: 4, out: expect.stringContaining('Add "audit_log" to agent-safe.yaml') });
    expect(asked.out).not.toContain('An approver answers');
    expect(await here.run('approval', 'list')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('Add "audit_log"'),
    });
  });

  test.each<[string, readonly string[], string]>([
    ['approve without --as', ['approval', 'approve', 'apr-x', ...REASON], '--as "$APPROVER"'],
    ['deny without --reason', ['approval', 'deny', 'apr-x', '--as', 'a.b.c'], '--reason TEXT'],
    ['approve without an id', ['approval', 'approve', '--as', 'a.b.c', ...REASON], 'An argument is missing'],
    [
      '--as of a missing file',
      ['approval', 'deny', 'apr-x', '--as', '@none', ...REASON],
      '--as @none: the file cannot',
    ],
    ['cancel without a proof', ['approval', 'cancel', 'apr-x', ...REASON], 'The proof is missing'],
    ['an unknown status', ['approval', 'list', '--status', 'open'], 'pending, approved, denied, expired, cancelled'],
    ['--all and --status', ['approval', 'list', '--all', '--status', 'denied'], 'cannot be combined'],
    ['--wait with a plan', ['check', '--plan', 'plan.yaml', '--wait'], '--wait and --plan cannot be combined'],
    ['--wait-timeout alone', [...PROD, '--wait-timeout', '15m'], '--wait-timeout needs --wait'],
    ['a wrong time', [...PROD, '--wait', '--wait-timeout', 'soon'], '--wait-timeout takes a duration'],
  ])('%s is a usage error', async (_, argv, message) => {
    expect(await project().run(...argv)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(message) });
  });

  test('list filters by status or caller', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const denied = await ask(here, '--caller', worker);
    await here.run('approval', 'deny', denied.request_id, '--as', alice, ...REASON);
    const open = await ask(here, '--caller', await here.identity('other'));
    const list = async (...argv: string[]) => (await here.run('approval', 'list', ...argv)).out;
    expect(await list('--status', 'denied')).toContain(denied.request_id);
    expect(await list('--status', 'denied')).not.toContain(open.request_id);
    for (const caller of ['worker', worker]) {
      expect(await list('--all', '--caller', caller)).toContain(denied.request_id);
      expect(await list('--all', '--caller', caller)).not.toContain(open.request_id);
    }
    expect(await list('--status', 'expired')).toBe('No request matches.\n');
  });
});

describe('check --wait', () => {
  test('reports the request, waits, and prints the ticket', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const waiting = here.run(...PROD, '--caller', worker, '--wait', '--json');
    const id = await untilAsked(here);
    await here.run('approval', 'approve', id, '--as', alice, ...REASON);
    const { err, exit, out } = await waiting;
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ result: 'allow', code: 'approved', request_id: id, ticket: {} });
    expect(err).toMatch(
      new RegExp(
        `^Waiting for ${id}, until 2026-01-05T13:00:00\\.000Z, in 60 minutes. Required: 1 approver with the role`,
      ),
    );
    expect(err).toContain(`agent-safe approval approve ${id} `);
  });

  test('reports who denied it and why, and creates no new request', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const waiting = here.run(...PROD, '--caller', worker, '--wait');
    await here.run('approval', 'deny', await untilAsked(here), '--as', alice, '--reason', 'Not during the freeze');
    const { exit, out } = await waiting;
    expect(exit).toBe(3);
    expect(out).toMatch(/^DENY — The request was denied by alice: Not during the freeze\n/);
    expect(out).not.toContain('An approver answers');

    const json = here.run(...PROD, '--caller', await here.identity('other'), '--wait', '--json');
    const id = await untilAsked(here);
    await here.run('approval', 'deny', id, '--as', alice, ...REASON);
    const document = await json;
    expect(document.exit).toBe(3);
    expect(JSON.parse(document.out)).toMatchObject({
      result: 'deny',
      code: 'approval_denied',
      reason: 'The request was denied by alice: CHG-7, the window is open',
      request_id: id,
      approval: { ok: true, request: { status: 'denied', resolutions: [{ approver: 'alice' }] } },
    });
    expect(await pending(here)).toEqual([]);
  });

  test('reports a canceled request', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    const waiting = here.run(...PROD, '--caller', worker, '--wait');
    await here.run('approval', 'cancel', await untilAsked(here), '--caller', worker, '--reason', 'Not needed');
    expect(await waiting).toMatchObject({
      exit: 3,
      out: expect.stringMatching(/^DENY — The request was cancelled by worker: Not needed\n/),
    });
  });

  test('T25 reports an expired request', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    const written = { out: '', err: '' };
    const output = {
      out: (text: string) => {
        written.out += text;
      },
      err: (text: string) => {
        written.err += text;
        // No approver answers during the wait.
        if (text.startsWith('Waiting for ')) here.time.now += 3_600_000;
      },
      color: false,
    };
    const waiting = [...PROD, '--caller', worker, '--wait'];
    expect(await runCli(waiting, here.cwd, output, undefined, here.clock)).toBe(3);
    expect(written.err).toContain('until 2026-01-05T13:00:00.000Z, in 60 minutes');
    expect(written.out).toMatch(/^DENY — The request expired at 2026-01-05T13:00:00\.000Z\n/);
    expect((await here.run('approval', 'list', '--status', 'expired')).out).toMatch(/ expired {2}restart-deployment /);
  });

  test('T25 says in JSON that the wait timed out', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    let out = '';
    const output = {
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => {
        if (text.startsWith('Waiting for ')) here.time.now += 3_600_000;
      },
      color: false,
    };
    const waiting = [...PROD, '--caller', worker, '--wait', '--json'];
    expect(await runCli(waiting, here.cwd, output, undefined, here.clock)).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      result: 'deny',
      code: 'approval_expired',
      reason: 'The request expired at 2026-01-05T13:00:00.000Z',
      approval: { request: { status: 'expired' } },
    });
  });

  test('T25 decides again with the current policies', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const waiting = here.run(...PROD, '--caller', worker, '--wait');
    const id = await untilAsked(here);
    here.edit('policies/default.yaml', (text) => text.replace('decision: require_approval', 'decision: deny'));
    await here.run('approval', 'approve', id, '--as', alice, ...REASON);
    const { exit, out } = await waiting;
    expect(exit).toBe(3);
    expect(out).toMatch(/^DENY — Critical-risk/);
    expect(out).not.toMatch(/^ {2}ticket/m);
  });

  test('leaves the request open when interrupted, and the same command continues it', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const waiting = here.run(...PROD, '--caller', worker, '--wait');
    const id = await untilAsked(here);
    process.emit('SIGTERM');
    expect(await waiting).toMatchObject({
      exit: 4,
      err: expect.stringContaining(`Interrupted. The request ${id} stays open`),
      out: expect.stringMatching(/^REQUIRE_APPROVAL/),
    });
    expect((await pending(here)).map(({ request_id }) => request_id)).toEqual([id]);
    await here.run('approval', 'approve', id, '--as', alice, ...REASON);
    expect(await here.run(...PROD, '--caller', worker, '--wait')).toMatchObject({ exit: 0, err: '' });
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  test('ends at its timeout', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    expect(await here.run(...PROD, '--caller', worker, '--wait', '--wait-timeout', '0')).toMatchObject({
      exit: 4,
      err: expect.stringContaining('No approver answered in time. The request apr-'),
    });
  });

  test('does not wait if no approval is required', async () => {
    const allowed = ['check', 'restart-deployment', '--target', 'dev/test-app'];
    const dev = ['--params', '{"namespace":"dev","deployment":"app"}', '--wait'];
    expect(await project().run(...allowed, ...dev)).toMatchObject({ exit: 0, err: '' });
  });
});

describe('approval wait', () => {
  test.each([
    ['approve', 'approved', 0],
    ['deny', 'denied', 3],
  ])('ends when an approver says %s, with result %s and exit code %i', async (verb, status, exit) => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const { request_id: id } = await ask(here, '--caller', worker);
    const waiting = [here.run('approval', 'wait', id), here.run('approval', 'wait', id, '--json')];
    await here.run('approval', verb, id, '--as', alice, ...REASON);
    const [text, json] = await Promise.all(waiting);
    expect(text).toMatchObject({ exit, out: expect.stringMatching(new RegExp(`^${status.toUpperCase()} — restart-`)) });
    expect(text?.out).toContain(`${status} by alice: CHG-7`);
    expect(json?.exit).toBe(exit);
    expect(JSON.parse(json?.out ?? '')).toMatchObject({ result: status, request: { request_id: id, status } });
  });

  test('T25 of a request that has expired says so', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    const { request_id: id } = await ask(here, '--caller', worker);
    here.time.now += 3_600_000;
    const { exit, out } = await here.run('approval', 'wait', id, '--json');
    expect(exit).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ result: 'expired', request: { status: 'expired' } });
  });

  test('says that a request is still pending after the timeout', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    const { request_id: id } = await ask(here, '--caller', worker);
    const waited = await here.run('approval', 'wait', id, '--timeout', '0', '--json');
    expect(waited.exit).toBe(4);
    expect(JSON.parse(waited.out)).toMatchObject({ result: 'pending', request: { request_id: id } });
    expect((await here.run('approval', 'wait', 'apr-unheard-of', '--json')).exit).toBe(3);
  });

  test('ends on a signal, and leaves the request open', async () => {
    const here = project();
    const { worker } = await openWithApprover(here);
    const { request_id: id } = await ask(here, '--caller', worker);
    let err = '';
    const output = {
      out: () => undefined,
      err: (text: string) => {
        err += text;
        if (text.startsWith('Waiting for ')) process.emit('SIGINT');
      },
      color: false,
    };
    expect(await runCli(['approval', 'wait', id], here.cwd, output, undefined, here.clock)).toBe(4);
    expect(err).toMatch(/Interrupted\. The request stays open\.\n$/);
    expect(await pending(here)).toHaveLength(1);
  });
});

test('approval wait refuses an unknown request before it waits', async () => {
  const { err, exit } = await project().run('approval', 'wait', 'apr-nope');
  expect(exit).toBe(3);
  expect(err).toMatch(/^REFUSED — The approval request does not exist\..*\n {2}code {2}approval_unknown\n$/);
});

describe('a request without an identity token', () => {
  test('T25 gives its ticket only to the holder of its secret, which is shown once', async () => {
    const here = project();
    const { alice } = await openWithApprover(here);
    const asked = await here.run(...PROD, '--caller', 'somebody');
    const [, secret = ''] = /^ {2}secret {3}(\S+)$/m.exec(asked.out) ?? [];
    const [, id = ''] = /^ {2}request {2}(\S+)$/m.exec(asked.out) ?? [];
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(asked.err).toMatch(/The secret is shown once\. .* --request-secret/);
    expect(asked.err).not.toContain(secret);
    expect(asked.out).toContain('Then the same check with --request-secret SECRET gets the ticket');
    const again = await here.run(...PROD, '--caller', 'somebody', '--wait');
    expect(again).toMatchObject({ exit: 4, err: expect.stringContaining('only its secret gets the ticket') });
    expect(again.out).not.toMatch(/^ {2}secret/m);
    expect(again.out).toContain(
      `If the secret is lost, an approver denies the request (agent-safe approval deny ${id} `,
    );
    expect(asked.out).not.toContain('If the secret is lost');
    await here.run('approval', 'approve', id, '--as', alice, ...REASON);
    writeFileSync(join(here.cwd, 'secret'), `${secret}\n`);
    expect((await here.run(...PROD, '--caller', 'somebody', '--request-secret', '@secret')).out).toMatch(/^ALLOW/);
    for (const file of ['audit.jsonl', '.agent-safe/state.db']) {
      expect(readFileSync(join(here.cwd, file)).includes(secret)).toBe(false);
    }
  });

  test('continues with a new secret, or with a token, after its secret was lost', async () => {
    const here = project();
    const { alice } = await openWithApprover(here);
    const asked = await here.run(...PROD, '--caller', 'somebody');
    const idOf = (out: string) => /^ {2}request {2}(\S+)$/m.exec(out)?.[1] ?? '';
    const token = await here.identity('somebody');
    const proven = await here.run(...PROD, '--caller', token);
    expect(proven.out).not.toContain('secret');
    expect(idOf(proven.out)).not.toBe(idOf(asked.out));
    await here.run('approval', 'deny', idOf(asked.out), '--as', alice, ...REASON);
    expect((await here.run(...PROD, '--caller', 'somebody')).out).toMatch(/^DENY — Denied by "alice": CHG-7/);
    const reopened = await here.run('approval', 'reopen', idOf(asked.out), '--as', alice, ...REASON);
    expect(reopened.out).toMatch(/^REOPENED — restart-deployment .*\. The same check opens a new request\.\n$/);
    const again = await here.run(...PROD, '--caller', 'somebody');
    expect(again.out).toMatch(/^ {2}secret {3}[\w-]{43}$/m);
    expect(idOf(again.out)).not.toBe(idOf(asked.out));
  });

  test('T25 prints its secret before it waits, and waits with it', async () => {
    const here = project();
    const { alice } = await openWithApprover(here);
    const waiting = here.run(...PROD, '--wait');
    await here.run('approval', 'approve', await untilAsked(here), '--as', alice, ...REASON);
    const { err, exit, out } = await waiting;
    expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringMatching(/^ALLOW/) });
    expect(err).toMatch(/^ {2}[\w-]{43}$/m);
  });

  test('T25 is canceled with its secret, also from the environment', async () => {
    const here = project();
    const { request_id, request_secret = '' } = await ask(here);
    const cancel = ['approval', 'cancel', request_id, '--reason', 'Not needed'];
    expect((await here.run(...cancel, '--secret', 'wrong')).err).toContain('claimant_not_requester');
    setEnvironment('AGENT_SAFE_REQUEST_SECRET', request_secret);
    expect((await here.run(...cancel)).exit).toBe(0);
  });
});

describe('approval watch', () => {
  test('shows pending requests, new requests, and their results', async () => {
    const here = project();
    const { alice, worker } = await openWithApprover(here);
    const first = await ask(here, '--caller', worker);
    let out = '';
    const output = {
      out: (text: string) => {
        out += text;
      },
      err: () => undefined,
      color: false,
    };
    const watching = runCli(['approval', 'watch'], here.cwd, output, undefined, here.clock);
    await vi.waitFor(() => expect(out).toContain(first.request_id), PATIENCE);
    const second = await ask(here, '--caller', await here.identity('other'));
    await vi.waitFor(() => expect(out).toContain(second.request_id), PATIENCE);
    await here.run('approval', 'deny', first.request_id, '--as', alice, '--reason', 'Not today');
    await vi.waitFor(() => expect(out).toMatch(/denied by alice: Not today/), PATIENCE);
    process.emit('SIGTERM');
    expect(await watching).toBe(0);
    const when = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
    expect(out).toMatch(
      new RegExp(`^${when} PENDING {3}${first.request_id} restart-deployment 1\\.0\\.0 on prod/api-server, critical, `),
    );
    expect(out).toMatch(new RegExp(`^${when} DENIED {4}${first.request_id} `, 'm'));
  });
});

describe('notices to approvers', () => {
  /** @param answered before it no message is answered */
  async function receiver(status: number, answered = Promise.resolve()) {
    const received: string[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      request.on('data', (chunk: Buffer) => received.push(String(chunk)));
      request.on('end', () => void answered.then(() => response.writeHead(status).end()));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  }

  function tell(here: TestProject, url: string): void {
    setEnvironment('AGENT_SAFE_WEBHOOK_SECRET', `whsec_${Buffer.alloc(32, 7).toString('base64')}`);
    const notifiers = `  notifiers: [{ backend: webhook, url: "${url}", allow_private: true }]\n`;
    here.edit('agent-safe.yaml', (text) => text.replace('  quorum: 1\n', `  quorum: 1\n${notifiers}`));
  }

  test('are sent after the check has answered', async () => {
    const here = project();
    const answer = Promise.withResolvers<void>();
    const { received, url } = await receiver(204, answer.promise);
    tell(here, url);
    let err = '';
    const output = {
      out: () => answer.resolve(),
      err: (text: string) => {
        err += text;
      },
      color: false,
    };
    expect(await runCli(PROD, here.cwd, output, undefined, here.clock)).toBe(4);
    expect(received.join('')).toContain('approval.requested');
    // A check that waited for the receiver would have timed out.
    expect(err).not.toContain('could not be sent');
  });

  test('a failure is reported by the command', async () => {
    const here = project();
    const { url } = await receiver(500);
    tell(here, url);
    const { err, exit } = await here.run(...PROD);
    expect(exit).toBe(4);
    expect(err).toMatch(
      /^The notice to approvers could not be sent by webhook-\w+: .* It is queued, and sent again while "agent-safe approval watch" or a check with --wait runs\.$/m,
    );
  });
});
