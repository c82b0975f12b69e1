import { type ChildProcess, spawn } from 'node:child_process';
import { RequestNotSent } from '../api/transport.ts';

/** Options of {@link runProcess}. */
export interface ProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the process and its children. */
  readonly signal: AbortSignal;
  /** Largest output of stdout and of stderr, in bytes. A longer output is cut. */
  readonly outputLimit: number;
  /** Called with the pid of the leader of the process group. */
  readonly onStart?: ((pid: number) => void) | undefined;
  /** Called with output while the process runs. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Result of a process. */
export interface EndedProcess {
  /** Exit code; null if a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the output was cut. */
  readonly truncated: boolean;
  /** End of stderr, even if stderr was cut. */
  readonly lastWords: string;
}

/** The program does not exist or cannot be started. Nothing was done. */
class ProgramMissing extends RequestNotSent {
  override readonly name = 'ProgramMissing';
}

/** The process was stopped by its signal. Its progress is unknown. */
export class ProcessStopped extends Error {
  override readonly name = 'ProcessStopped';
  /** Output until the stop. */
  readonly said: Pick<EndedProcess, 'stdout' | 'stderr' | 'truncated'>;

  constructor(message: string, said: ProcessStopped['said'] = { stdout: '', stderr: '', truncated: false }) {
    super(message);
    this.said = said;
  }
}

/** Milliseconds for a process to end by itself after SIGTERM. It is short, because a runner exceeds its time limit by at most 10 %. */
const GRACE = 100;

/** Runs a program until it ends, without a shell. @throws ProgramMissing, ProcessStopped */
export function runProcess(
  program: string,
  argv: readonly string[],
  { environment, onOutput, onStart, outputLimit, signal }: ProcessOptions,
): Promise<EndedProcess> {
  if (signal.aborted) return Promise.reject(new ProcessStopped('The run was stopped before kubectl was started.'));
  return new Promise((resolve, reject) => {
    // A separate process group, so that children end with the process.
    let child: ChildProcess;
    try {
      child = spawn(program, argv, {
        env: environment,
        shell: false,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      // For example, the arguments are too long. No process was started.
      reject(new ProgramMissing(describeStart(program, error as NodeJS.ErrnoException)));
      return;
    }
    if (child.pid !== undefined) onStart?.(child.pid);
    const stdout = new BoundedText(outputLimit);
    const stderr = new BoundedText(outputLimit);
    let killer: NodeJS.Timeout | undefined;
    const stop = () => {
      signalGroup(child.pid, 'SIGTERM');
      killer = setTimeout(() => {
        signalGroup(child.pid, 'SIGKILL');
        // A process outside the group may hold the pipes open.
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, GRACE);
    };
    const finish = () => {
      clearTimeout(killer);
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop);
    child.on('error', (error) => {
      finish();
      reject(new ProgramMissing(describeStart(program, error)));
    });
    // The pipes are missing if the system could not create them.
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.add(chunk);
      onOutput?.(chunk.toString('utf8'));
    });
    child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
    child.on('close', (code) => {
      finish();
      const said = { stdout: stdout.text, stderr: stderr.text, truncated: stdout.isCut || stderr.isCut };
      if (signal.aborted) {
        // A child may have closed its pipes and still run.
        signalGroup(child.pid, 'SIGKILL');
        reject(new ProcessStopped('kubectl was stopped.', said));
      } else resolve({ code, ...said, lastWords: stderr.end });
    });
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The process has ended already.
  }
}

function describeStart(program: string, error: NodeJS.ErrnoException): string {
  const why = error.code === 'ENOENT' ? 'the program does not exist' : (error.code ?? 'unknown');
  return `${program} cannot be started: ${why}.`;
}

/** Length of the end of stderr, in bytes. */
const LAST_WORDS = 256;

/** Text with a size limit. A character that the limit splits is omitted. */
class BoundedText {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #end = Buffer.alloc(0);
  isCut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#end = Buffer.concat([this.#end, chunk]).subarray(-LAST_WORDS);
    const left = this.#limit - this.#size;
    if (chunk.length > left) this.isCut = true;
    if (left <= 0) return;
    this.#chunks.push(chunk.subarray(0, left));
    this.#size += Math.min(left, chunk.length);
  }

  get end(): string {
    return this.#end.toString('utf8');
  }

  get text(): string {
    const decoder = new TextDecoder();
    // Streaming omits an incomplete character at the end.
    return decoder.decode(Buffer.concat(this.#chunks), { stream: this.isCut });
  }
}
