import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CredentialLease, quote } from '@agent-safe/core';
import { chooseEnvironment } from '../api/environment.ts';
import { KubeconfigInvalid } from '../api/kubeconfig-invalid.ts';
import { describeFile, type Kubeconfig, parseKubeconfig, readingWords, writeKubeconfig } from './kubeconfig.ts';
import { watchFolder } from './orphan-reaper.ts';
import { type EndedProcess, runProcess } from './process.ts';

/** One call of kubectl. Every word is exactly one argument. */
export interface Command {
  readonly argv: readonly string[];
  /** Document for the call. {@link DOCUMENT} in a word is replaced by the path of its file. */
  readonly document?: string | undefined;
}

/** Placeholder for the path of the document in the words of a command. No value of a request can contain it. */
export const DOCUMENT = '\u0000document\u0000';

/** Options of one call. */
export interface CallOptions {
  readonly kubeconfig: Kubeconfig;
  /** Replaces the credentials of the kubeconfig. */
  readonly lease: CredentialLease | null;
  readonly signal: AbortSignal;
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Largest output, in bytes. A longer output is cut. */
  readonly outputLimit: number;
}

/** Options of {@link Kubectl}. */
export interface KubectlOptions {
  /** Path of kubectl, or a name that is searched in PATH. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Largest kubeconfig, in bytes. It includes certificates. */
const LARGEST_KUBECONFIG = 1_048_576;

/** Starts kubectl without a shell, with a temporary kubeconfig, and without secrets on its command line. */
export class Kubectl {
  readonly #options: KubectlOptions;

  constructor(options: KubectlOptions) {
    this.#options = options;
  }

  /** Runs one command. @throws ProgramMissing, ProcessStopped, KubeconfigInvalid */
  async call(
    { argv, document }: Command,
    { kubeconfig, lease, onOutput, outputLimit, signal }: CallOptions,
  ): Promise<EndedProcess> {
    const { environment, program } = this.#options;
    const text = writeKubeconfig(kubeconfig, lease);
    // Only this user can read the folder, and it is removed after the call.
    const folder = mkdtempSync(join(tmpdir(), 'agent-safe-kubectl-'));
    const watched = watchFolder(folder);
    try {
      const write = (name: string, content: string) => {
        const path = join(folder, name);
        writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
        return path;
      };
      const config = write('kubeconfig', text);
      const file = document === undefined ? '' : write('document', document);
      const words = argv.map((word) => word.replace(DOCUMENT, () => file));
      // A shared cache could hold data of another cluster.
      const all = [`--kubeconfig=${config}`, `--cache-dir=${join(folder, 'cache')}`, ...words];
      const chosen = chooseEnvironment(environment, lease === null);
      const options = { environment: chosen, outputLimit, signal, onOutput, onStart: watched.group };
      return await runProcess(program, all, options);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      watched.release();
    }
  }

  /** Reads one context of a file, or of kubectl's default files. @throws KubeconfigInvalid, ProgramMissing, ProcessStopped */
  async readKubeconfig(
    file: string | undefined,
    context: string | undefined,
    signal: AbortSignal,
  ): Promise<Kubeconfig> {
    const { environment, program } = this.#options;
    const usual =
      file === undefined && environment.KUBECONFIG !== undefined ? { KUBECONFIG: environment.KUBECONFIG } : {};
    const chosen = { ...chooseEnvironment(environment, true), ...usual };
    const options = { environment: chosen, outputLimit: LARGEST_KUBECONFIG, signal };
    const { code, stderr, stdout } = await runProcess(program, readingWords(file, context), options);
    if (code === 0) return parseKubeconfig(stdout, file);
    // The messages of kubectl quote parts of the file, so they are not repeated.
    const isMissing = /locate context|context .*does not exist|current-context must exist/.test(stderr);
    const lacking = /cannot locate (cluster|user) /.exec(stderr)?.[1];
    const other = lacking === undefined ? 'It cannot be read.' : `Its context refers to a missing ${lacking}.`;
    const why = isMissing
      ? `It has no ${context === undefined ? 'current context' : `context ${quote(context)}`}.`
      : other;
    throw new KubeconfigInvalid(`${describeFile(file)} cannot be used. ${why}`);
  }
}
