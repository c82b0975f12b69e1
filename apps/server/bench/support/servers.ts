import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A server that answers the request of the bench. */
export interface RunningPeer {
  readonly name: string;
  readonly port: number;
  /** The request, as bytes of HTTP/1.1. */
  readonly request: string;
  close(): Promise<void>;
}

/** Types of resources. Each has one rule for viewers and one for editors. */
export const TYPES: readonly string[] = Array.from({ length: 10 }, (_, index) => `record${index}`);
const ASKED = { subject: 'alice', role: 'viewer', action: 'read', type: 'record7', id: 'record-1', status: 'active' };

/** Agent-Safe with keys, state and a durable audit log, in a process of its own, as users start it. */
export async function startAgentSafe(folder: string, cli: readonly string[]): Promise<RunningPeer> {
  writeProject(folder);
  await run(folder, [...cli, 'keys', 'generate']);
  const key = (await run(folder, [...cli, 'api-key', 'create', 'bench'])).trim().split(/\s/).at(-1) ?? '';
  const port = await freePort();
  const child = start(folder, [...cli, 'serve', '--listen', `127.0.0.1:${port}`]);
  await answers(port, folder);
  const body = {
    subject: { type: 'user', id: ASKED.subject, properties: { role: ASKED.role } },
    action: { name: ASKED.action },
    resource: { type: ASKED.type, id: ASKED.id, properties: { status: ASKED.status } },
  };
  const request = post(port, '/access/v1/evaluation', body, [`authorization: Bearer ${key}`]);
  return { name: 'Agent-Safe', port, request, close: () => stop(child) };
}

/** OPA's server with its decision log, which it prints. */
export async function startOpa(folder: string, opa: string): Promise<RunningPeer> {
  const rules = TYPES.flatMap((type) => [
    `allow if {\n  input.resource.type == "${type}"\n  input.action == "read"\n  "viewer" in input.subject.roles\n}`,
    `allow if {\n  input.resource.type == "${type}"\n  input.action == "write"\n  "editor" in input.subject.roles\n  input.resource.status == "active"\n}`,
  ]);
  const source = `package bench\n\ndefault allow := false\n\n${rules.join('\n\n')}\n`;
  writeFileSync(join(folder, 'policy.rego'), source);
  const port = await freePort();
  const child = start(folder, [
    opa,
    'run',
    '--server',
    `--addr=127.0.0.1:${port}`,
    '--disable-telemetry',
    '--log-level=error',
    '--set=decision_logs.console=true',
    'policy.rego',
  ]);
  await answers(port, folder);
  const { action, id, role, status, subject, type } = ASKED;
  const input = { subject: { id: subject, roles: [role] }, action, resource: { type, id, status } };
  return { name: 'OPA', port, request: post(port, '/v1/data/bench/allow', { input }), close: () => stop(child) };
}

/** Cerbos with its audit log in a file. */
export async function startCerbos(folder: string, cerbos: string): Promise<RunningPeer> {
  const policies = join(folder, 'policies');
  mkdirSync(policies);
  for (const type of TYPES) {
    const rules = [
      { actions: ['read'], effect: 'EFFECT_ALLOW', roles: ['viewer'] },
      {
        actions: ['write'],
        effect: 'EFFECT_ALLOW',
        roles: ['editor'],
        condition: { match: { expr: 'request.resource.attr.status == "active"' } },
      },
    ];
    const policy = { apiVersion: 'api.cerbos.dev/v1', resourcePolicy: { version: 'default', resource: type, rules } };
    writeFileSync(join(policies, `${type}.json`), JSON.stringify(policy));
  }
  const port = await freePort();
  const settings = {
    server: { httpListenAddr: `127.0.0.1:${port}`, grpcListenAddr: `127.0.0.1:${await freePort()}` },
    storage: { driver: 'disk', disk: { directory: policies } },
    audit: {
      enabled: true,
      accessLogsEnabled: false,
      decisionLogsEnabled: true,
      backend: 'file',
      file: { path: join(folder, 'audit.log') },
    },
    telemetry: { disabled: true },
  };
  writeFileSync(join(folder, 'cerbos.json'), JSON.stringify(settings));
  const child = start(folder, [cerbos, 'server', '--config=cerbos.json', '--log-level=error']);
  await answers(port, folder);
  const { action, id, role, status, subject, type } = ASKED;
  const request = post(port, '/api/check/resources', {
    requestId: 'bench',
    principal: { id: subject, roles: [role] },
    resources: [{ actions: [action], resource: { kind: type, id, attr: { status } } }],
  });
  return { name: 'Cerbos', port, request, close: () => stop(child) };
}

function writeProject(folder: string): void {
  const write = (name: string, document: unknown) => writeFileSync(join(folder, name), JSON.stringify(document));
  const types = Object.fromEntries(TYPES.map((type) => [type, { resource: true }]));
  write('agent-safe.yaml', {
    registry: './actions',
    policies: './policies.yaml',
    inventory: './inventory.yaml',
    audit_log: './audit.jsonl',
    keys: './keys/keys.json',
    strict: true,
    authzen: { types: { user: { subject: true }, ...types } },
  });
  mkdirSync(join(folder, 'actions'));
  for (const name of ['read', 'write'])
    write(`actions/${name}.yaml`, {
      name,
      version: '1.0.0',
      description: `${name} a record`,
      parameters: [],
      risk_class: 'low',
      target_types: TYPES,
    });
  write('inventory.yaml', { targets: [] });
  const rules = TYPES.flatMap((type, index) => [
    {
      name: `read-${type}`,
      description: 'Viewers read.',
      priority: 100 + index,
      match: { actions: ['read'], targets: { types: [type] }, callers: { roles: ['viewer'] } },
      decision: 'allow',
      reason: 'Viewers may read.',
    },
    {
      name: `write-${type}`,
      description: 'Editors write.',
      priority: 200 + index,
      match: {
        actions: ['write'],
        targets: { types: [type], labels: { status: 'active' } },
        callers: { roles: ['editor'] },
      },
      decision: 'allow',
      reason: 'Editors may write.',
    },
  ]);
  write('policies.yaml', { rules });
}

function post(port: number, path: string, body: unknown, headers: readonly string[] = []): string {
  const text = JSON.stringify(body);
  const all = [
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
  ];
  return `POST ${path} HTTP/1.1\r\n${[...all, ...headers].join('\r\n')}\r\n\r\n${text}`;
}

function start(folder: string, [command = '', ...argv]: readonly string[]): ChildProcess {
  const log = openSync(join(folder, 'output.log'), 'a');
  return spawn(command, argv, { cwd: folder, stdio: ['ignore', log, log] });
}

async function stop(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (child.exitCode !== null) return;
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  await promise;
}

async function run(folder: string, [command = '', ...argv]: readonly string[]): Promise<string> {
  const child = spawn(command, argv, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  child.once('error', reject);
  child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${argv.join(' ')}: exit code ${code}`))));
  await promise;
  return output;
}

/** Waits until a server accepts connections. @throws Error after a minute */
async function answers(port: number, folder: string): Promise<void> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    const reached = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (reached) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing answers on port ${port}. ${readFileSync(join(folder, 'output.log'), 'utf8')}`);
}

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
  });
  return promise;
}
