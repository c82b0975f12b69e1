import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '@agent-safe/testkit/folders';
import { onTestFinished, vi } from 'vitest';
import { getObject, kubectl, type Place } from './cluster.ts';

/** The root of the repository, with its trailing slash removed. */
const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');
/** Parts of the machine that the process needs. */
const SYSTEM = ['/usr', '/bin', '/lib', '/lib64', '/dev', '/proc'];

const isolated = spawnSync('unshare', ['--mount', '--propagation', 'private', 'true']).status === 0;
export const canIsolate: boolean = isolated && process.getuid?.() === 0;
export const NEEDS_ROOT: string = canIsolate ? '' : ' (skipped: root and mount namespaces are needed)';

interface Pod {
  readonly spec: {
    readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
    readonly initContainers?: readonly { readonly command: readonly string[] }[];
    readonly containers: readonly {
      readonly command: readonly string[];
      readonly args: readonly string[];
      readonly env: readonly { readonly name: string; readonly value: string }[];
      readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    }[];
    readonly volumes: readonly {
      readonly name: string;
      readonly configMap?: { readonly name: string };
      readonly secret?: { readonly secretName: string };
    }[];
  };
}

function shiftClock(ahead: number): string {
  return `const now = Date.now; Date.now = () => now() + ${ahead};`;
}

/**
 * Runs the process of the installed pod on this machine, as a kubelet does: its command and variables, its user, its volumes at their
 * paths in a file system of its own, and a token of its service account.
 */
export class PodProcess {
  readonly #pod: Pod;
  readonly #root = makeFolder();
  readonly #mounts: readonly (readonly [from: string, to: string])[];
  #output: string[] = [];
  #child: ChildProcess | undefined;
  /** Folder of a volume on this machine, by the name of the volume. */
  readonly volumes: Readonly<Record<string, string>>;

  constructor(place: Place) {
    const { items } = getObject<{ readonly items: readonly Pod[] }>('pods', `--namespace=${place.agents}`);
    const [pod] = items;
    if (pod === undefined) throw new Error('The release has no pod.');
    this.#pod = pod;
    this.volumes = Object.fromEntries(pod.spec.volumes.map((volume) => [volume.name, this.#fill(volume, place)]));
    const own = (pod.spec.containers[0]?.volumeMounts ?? []).map(
      ({ mountPath, name }) => [this.volumes[name] ?? '', mountPath] as const,
    );
    const system = SYSTEM.filter((path) => !this.#copyLink(path)).map((path) => [path, path] as const);
    this.#mounts = [...system, ...own, [REPOSITORY, REPOSITORY]];
    const program = join(this.#root, 'opt/bin/agent-safe');
    mkdirSync(join(this.#root, 'opt/bin'), { recursive: true });
    const main = `${REPOSITORY}/apps/cli/src/main.ts`;
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' --conditions=@agent-safe/source '${main}' "$@"\n`);
    chmodSync(program, 0o755);
    chmodSync(this.#root, 0o755);
  }

  get output(): string {
    return this.#output.join('');
  }

  /** The lines that the process wrote, as events. */
  get events(): readonly Readonly<Record<string, unknown>>[] {
    const lines = this.output.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  }

  /**
   * Starts the process, and waits until it is ready.
   *
   * @param ahead milliseconds by which the clock of the process is ahead
   */
  async start(ahead = 0): Promise<void> {
    const { containers, initContainers = [], securityContext } = this.#pod.spec;
    const [{ args, command, env }] = containers as readonly [Pod['spec']['containers'][number]];
    const mounts = this.#mounts.map(
      ([from, to]) => `mkdir -p '${this.#root}${to}' && mount --rbind '${from}' '${this.#root}${to}'`,
    );
    const { runAsGroup, runAsUser } = securityContext;
    const enter = `chroot --userspec=${runAsUser}:${runAsGroup} --groups=${runAsGroup} '${this.#root}'`;
    const prepare = initContainers.map(({ command: argv }) => `${enter} ${argv.map((word) => `'${word}'`).join(' ')}`);
    const script = [...mounts, ...prepare, `exec ${enter} "$@"`].join(' && ');
    const server = new URL(kubectl('config', 'view', '--minify', '--output=jsonpath={.clusters[0].cluster.server}'));
    const child = spawn(
      'unshare',
      ['--mount', '--propagation', 'private', 'sh', '-c', script, 'pod', ...command, ...args],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shiftClock(ahead))}`,
          PATH: '/opt/bin:/usr/bin:/bin:/usr/sbin:/sbin',
          KUBERNETES_SERVICE_HOST: server.hostname,
          KUBERNETES_SERVICE_PORT: server.port,
          ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
        },
      },
    );
    this.#child = child;
    this.#output = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => this.#output.push(chunk.toString('utf8')));
    }
    onTestFinished(() => void child.kill('SIGKILL'));
    await vi.waitFor(
      () => {
        if (child.exitCode !== null) throw new Error(`The process ended: ${this.output}`);
        lstatSync(join(this.volumes.temporary ?? '', 'ready'));
      },
      { timeout: 60_000, interval: 100 },
    );
  }

  /** Sends a signal, and waits for the end. @returns the exit code; null after a kill */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) throw new Error('The process was not started.');
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.kill(signal);
    return ended;
  }

  /** Makes the folder of a volume, with the rights that a kubelet gives it for `fsGroup`. */
  #fill({ configMap, name, secret }: Pod['spec']['volumes'][number], { agents, name: account }: Place): string {
    const folder = makeFolder();
    const { runAsGroup } = this.#pod.spec.securityContext;
    const here = `--namespace=${agents}`;
    const write = (files: Readonly<Record<string, string>>, encoding: 'base64' | 'utf8', mode: number) => {
      for (const [file, text] of Object.entries(files)) {
        const path = join(folder, file);
        writeFileSync(path, Buffer.from(text, encoding));
        chownSync(path, 0, runAsGroup);
        chmodSync(path, mode);
      }
    };
    type Data = { readonly data: Readonly<Record<string, string>> };
    if (configMap !== undefined) write(getObject<Data>('configmap', configMap.name, here).data, 'utf8', 0o644);
    else if (secret !== undefined) write(getObject<Data>('secret', secret.secretName, here).data, 'base64', 0o440);
    else if (name === 'account') {
      const { 'ca.crt': ca = '' } = getObject<Data>('configmap', 'kube-root-ca.crt', here).data;
      const token = kubectl('create', 'token', account, here, '--duration=3600s');
      write({ token, 'ca.crt': ca, namespace: agents }, 'utf8', 0o440);
    }
    chownSync(folder, 0, runAsGroup);
    // Volumes of Secrets and tokens are tmpfs, whose folder is sticky. Other volumes are folders of the node.
    chmodSync(folder, secret !== undefined || name === 'account' ? 0o3777 : 0o2777);
    return folder;
  }

  /** Debian has `/bin` and others as links. @returns whether the path is one */
  #copyLink(path: string): boolean {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return true;
    if (!found.isSymbolicLink()) return false;
    symlinkSync(readlinkSync(path), join(this.#root, path));
    return true;
  }
}
