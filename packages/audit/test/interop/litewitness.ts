import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { cpSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { anyDraft } from '@agent-safe/testkit';
import { parseWitnessKey } from '../../src/format/cosignature.ts';
import { formatVerifierKey, type NoteSigner } from '../../src/format/note.ts';
import { openAuditLog } from '../../src/open-audit-log.ts';
import type { WitnessOption } from '../../src/witness/ask-witness.ts';
import { submitCheckpoint } from '../../src/witness/submit-checkpoint.ts';

const module = fileURLToPath(new URL('./litewitness/', import.meta.url));
const NAME = 'witness.example/lite';

/** Submits checkpoints to litewitness of filippo.io/torchwood, a witness that others wrote. @returns why it is skipped, or what it said */
export async function askLitewitness(folder: string, signer: NoteSigner): Promise<string> {
  const program = join(folder, 'litewitness');
  const build = ['build', '-o', program, 'filippo.io/torchwood/cmd/litewitness'];
  if (!succeeds('go', build, module)) return 'skipped: litewitness cannot be built';
  const key = join(folder, 'witness-key');
  if (!succeeds('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])) return 'skipped: OpenSSH is not installed';
  const running: ChildProcess[] = [];
  try {
    const socket = join(folder, 'agent.sock');
    running.push(spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' }));
    await until(() => succeeds('ssh-add', ['-q', key], folder, { SSH_AUTH_SOCK: socket }));
    const { port, witness } = await start({ program, folder, key, socket, signer, running });
    return await compare(folder, signer, { url: `http://127.0.0.1:${port}`, key: witness, allowPrivate: true });
  } finally {
    for (const each of running) each.kill();
  }
}

interface Start {
  readonly program: string;
  readonly folder: string;
  readonly key: string;
  readonly socket: string;
  readonly signer: NoteSigner;
  readonly running: ChildProcess[];
}

async function start({ folder, key, program, running, signer, socket }: Start) {
  const database = join(folder, 'witness.db');
  registerLog(database, signer);
  const port = await freePort();
  const fingerprint = spawnSync('ssh-keygen', ['-lf', `${key}.pub`], { encoding: 'utf8' }).stdout.split(' ')[1] ?? '';
  const argv = [
    '-name',
    NAME,
    '-db',
    database,
    '-ssh-agent',
    socket,
    '-listen',
    `127.0.0.1:${port}`,
    '-key',
    fingerprint,
  ];
  const server = spawn(program, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
  running.push(server);
  let printed = '';
  server.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
  await until(() => printed.includes('msg=listening'));
  const witness = parseWitnessKey(/vkey="?([^\s"]+)/.exec(printed)?.[1] ?? '');
  if (witness === undefined) throw new Error(`litewitness has another kind of key: ${printed}`);
  return { port, witness };
}

/** Adds the log to the database of the witness, as its operator does. */
function registerLog(file: string, signer: NoteSigner): void {
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL)');
  database.exec(
    'CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin))',
  );
  database.prepare('INSERT INTO log VALUES (?, 0, ?)').run(signer.name, hash('sha256', '', 'base64'));
  database.prepare('INSERT INTO key VALUES (?, ?)').run(signer.name, formatVerifierKey(signer));
  database.close();
}

/** Lets the witness cosign a growing log, and checks that it notices an older and a replaced log. */
async function compare(folder: string, signer: NoteSigner, witness: WitnessOption): Promise<string> {
  const expected: string[] = [];
  const said: string[] = [];
  const names = () => readdirSync(folder).filter((name) => name.startsWith('log.jsonl'));
  const submit = async (count: number, expect: string) => {
    const log = openAuditLog(join(folder, 'log.jsonl'));
    for (let done = 0; done < count; done += 1)
      await log.append([anyDraft({ event_type: 'decision', fields: { reason: `${Math.random()}` } })]);
    const { note } = await log.signCheckpoint(signer);
    await log.close();
    const [result] = await submitCheckpoint(log.name, note, [witness]);
    said.push(result?.ok === true ? 'ok' : (result?.code ?? 'nothing'));
    expected.push(expect);
  };
  for (const count of [1, 1, 5, 30, 2, 63]) await submit(count, 'ok');
  for (const name of names()) cpSync(join(folder, name), join(folder, `old-${name}`));
  await submit(20, 'ok');
  for (const name of names()) cpSync(join(folder, `old-${name}`), join(folder, name), { force: true });
  await submit(3, 'log_cut');
  await submit(40, 'log_differs');
  if (said.join() !== expected.join()) throw new Error(`litewitness: ${said.join()} instead of ${expected.join()}`);
  return `litewitness: ${said.length} checkpoints answered as expected`;
}

function succeeds(name: string, argv: readonly string[], cwd?: string, env: NodeJS.ProcessEnv = {}): boolean {
  return spawnSync(name, argv, { cwd, env: { ...process.env, GOWORK: 'off', ...env }, stdio: 'ignore' }).status === 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function until(isDone: () => boolean): Promise<void> {
  for (let tried = 0; !isDone(); tried += 1) {
    if (tried === 200) throw new Error('a program did not start within 10 seconds');
    await delay(50);
  }
}
