import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CredentialLease, quote } from '@agent-safe/core';
import { chooseEnvironment } from './environment.ts';
import {
  describeFile,
  type Kubeconfig,
  KubeconfigInvalid,
  parseKubeconfig,
  readingWords,
  writeKubeconfig,
} from './kubeconfig.ts';
import { watchFolder } from './orphan-reaper.ts';
import { type EndedProcess, runProcess } from './process.ts';

/** What one call of kubectl is to do. Every word is one argument, whatever is in it. */
export interface Command {
  readonly argv: readonly string[];
  /** A document that goes with it. {@link DOCUMENT} in a word stands for the file that holds it. */
  readonly document?: string | undefined;
}

/** Stands in the words of a command for the file of its document. No value of a request can be this. */
export const DOCUMENT = '\u0000document\u0000';

export interface CallOptions {
  readonly kubeconfig: Kubeconfig;
  /** In place of the credentials of the kubeconfig. */
  readonly lease: CredentialLease | null;
  readonly signal: AbortSignal;
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Bytes that are kept of what it says. */
  readonly outputLimit: number;
}

export interface KubectlOptions {
  /** A path, or a name that PATH finds. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Bytes. Certificates are in it. */
const LARGEST_KUBECONFIG = 1_048_576;

/** Starts kubectl: without a shell, with a kubeconfig of its own, and with nothing secret on its command line. */
export class Kubectl {
  readonly #options: KubectlOptions;

  constructor(options: KubectlOptions) {
    this.#options = options;
  }

  /** @throws ProgramMissing, ProcessStopped, KubeconfigInvalid */
  async call(
    { argv, document }: Command,
    { kubeconfig, lease, onOutput, outputLimit, signal }: CallOptions,
  ): Promise<EndedProcess> {
    const { environment, program } = this.#options;
    const text = writeKubeconfig(kubeconfig, lease);
    // Readable by this user alone, and for as long as the call takes.
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
      // What other calls have learned of a cluster may be of another one.
      const all = [`--kubeconfig=${config}`, `--cache-dir=${join(folder, 'cache')}`, ...words];
      const chosen = chooseEnvironment(environment, lease === null);
      const options = { environment: chosen, outputLimit, signal, onOutput, onStart: watched.group };
      return await runProcess(program, all, options);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      watched.release();
    }
  }

  /** Reads one context of a file, or of those that kubectl itself would take. @throws KubeconfigInvalid, ProgramMissing, ProcessStopped */
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
    // Its messages quote parts of the file.
    const isMissing = /locate context|context .*does not exist|current-context must exist/.test(stderr);
    const lacking = /cannot locate (cluster|user) /.exec(stderr)?.[1];
    const other = lacking === undefined ? 'It cannot be read.' : `Its context has a ${lacking} that is not in it.`;
    const why = isMissing ? `It has no context ${context === undefined ? 'that is current' : quote(context)}.` : other;
    throw new KubeconfigInvalid(`${describeFile(file)} cannot be used. ${why}`);
  }
}
