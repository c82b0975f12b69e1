import { runCli } from '../src/run-cli.ts';

/** Exit code and output of a command line. */
export interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in a folder. */
export function run(cwd: string, ...argv: string[]): Promise<Run> {
  return runAt(Date.now, cwd, ...argv);
}

/** Runs a command line with text on standard input. */
export function runWithInput(input: string, cwd: string, ...argv: string[]): Promise<Run> {
  return runWith(Date.now, input, cwd, argv);
}

/** Runs a command line with the clock of a test. */
export function runAt(clock: () => number, cwd: string, ...argv: string[]): Promise<Run> {
  return runWith(clock, '', cwd, argv);
}

/** Makes an output that records what a command prints. */
export function recordOutput() {
  const written = { out: '', err: '' };
  const output = {
    out: (text: string) => {
      written.out += text;
    },
    err: (text: string) => {
      written.err += text;
    },
    color: false,
  };
  return { output, written };
}

async function runWith(clock: () => number, input: string, cwd: string, argv: readonly string[]): Promise<Run> {
  const { output, written } = recordOutput();
  return { exit: await runCli(argv, cwd, output, undefined, clock, () => input), ...written };
}
