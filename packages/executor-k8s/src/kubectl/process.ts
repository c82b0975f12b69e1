import { type ChildProcess, spawn } from 'node:child_process';
import { RequestNotSent } from '../api/transport.ts';

export interface ProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Ends it, and everything that it started. */
  readonly signal: AbortSignal;
  /** Bytes that are kept of what it says, on each of both ways. */
  readonly outputLimit: number;
  /** Is told who leads its group. */
  readonly onStart?: ((pid: number) => void) | undefined;
  /** Is told what it says while it runs. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** What a process did. */
export interface EndedProcess {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it said more than was kept. */
  readonly truncated: boolean;
  /** The last of what it said as errors, however much that was. */
  readonly lastWords: string;
}

/** There is no such program, or it may not be started. Nothing was done. */
class ProgramMissing extends RequestNotSent {
  override readonly name = 'ProgramMissing';
}

/** It was stopped by its signal. How far it got is unknown. */
export class ProcessStopped extends Error {
  override readonly name = 'ProcessStopped';
  /** What it had said until then. */
  readonly said: Pick<EndedProcess, 'stdout' | 'stderr' | 'truncated'>;

  constructor(message: string, said: ProcessStopped['said'] = { stdout: '', stderr: '', truncated: false }) {
    super(message);
    this.said = said;
  }
}

/** Milliseconds that a process has to end by itself. A runner waits less than a tenth longer than it was told to. */
const GRACE = 100;

/** Runs a program to its end, with no shell in between. @throws ProgramMissing, ProcessStopped */
export function runProcess(
  program: string,
  argv: readonly string[],
  { environment, onOutput, onStart, outputLimit, signal }: ProcessOptions,
): Promise<EndedProcess> {
  if (signal.aborted) return Promise.reject(new ProcessStopped('It was stopped before it was started.'));
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it starts ends with it.
    let child: ChildProcess;
    try {
      child = spawn(program, argv, {
        env: environment,
        shell: false,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      // Such as words that are too long: then nothing was begun.
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
        // What holds the pipes open is none of ours.
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
    // Where there is not even a pipe to be had, there are none.
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.add(chunk);
      onOutput?.(chunk.toString('utf8'));
    });
    child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
    child.on('close', (code) => {
      finish();
      const said = { stdout: stdout.text, stderr: stderr.text, truncated: stdout.isCut || stderr.isCut };
      if (signal.aborted) {
        // What it started may have ended its pipes, and not itself.
        signalGroup(child.pid, 'SIGKILL');
        reject(new ProcessStopped('It was stopped.', said));
      } else resolve({ code, ...said, lastWords: stderr.end });
    });
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function describeStart(program: string, error: NodeJS.ErrnoException): string {
  const why = error.code === 'ENOENT' ? 'there is no such program' : (error.code ?? 'unknown');
  return `${program} cannot be started: ${why}.`;
}

/** Bytes. */
const LAST_WORDS = 256;

/** As much as fits. A character that is cut in two at the end is left out. */
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
    // Streaming leaves a part of a character at the end out, where all of it is not there.
    return decoder.decode(Buffer.concat(this.#chunks), { stream: this.isCut });
  }
}
