import { runCli } from '../src/run-cli.ts';

/** What a command line did. */
export interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line as it would be typed in a folder. */
export function run(cwd: string, ...argv: string[]): Promise<Run> {
  return runAt(Date.now, cwd, ...argv);
}

/** The same, with text on the standard input. */
export function runWithInput(input: string, cwd: string, ...argv: string[]): Promise<Run> {
  return runWith(Date.now, input, cwd, argv);
}

/** The same, by the clock of a test. */
export function runAt(clock: () => number, cwd: string, ...argv: string[]): Promise<Run> {
  return runWith(clock, '', cwd, argv);
}

async function runWith(clock: () => number, input: string, cwd: string, argv: readonly string[]): Promise<Run> {
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
  return { exit: await runCli(argv, cwd, output, undefined, clock, () => input), ...written };
}
