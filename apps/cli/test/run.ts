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

/** The same, by the clock of a test. */
export async function runAt(clock: () => number, cwd: string, ...argv: string[]): Promise<Run> {
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
  return { exit: await runCli(argv, cwd, output, undefined, clock), ...written };
}
