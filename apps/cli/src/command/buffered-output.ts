import type { Output } from './command.ts';

/** Characters that are collected before they are written. */
const MOST_HELD = 64 * 1024;

/** An output that writes many short texts at once. */
export interface BufferedOutput extends Output {
  /** Writes the text if it is long enough, and waits for the reader. Returns false if the reader stopped reading. */
  readonly write: () => Promise<boolean>;
  /** Writes the text. */
  readonly flush: () => void;
}

/** Collects the text that a command prints, so that a long list needs few writes. It is written before an error. */
export function bufferOutput(output: Output): BufferedOutput {
  let held: string[] = [];
  let length = 0;
  const flush = () => {
    if (length > 0) output.out(held.join(''));
    held = [];
    length = 0;
  };
  return {
    color: output.color,
    flush,
    err: (text) => {
      flush();
      output.err(text);
    },
    out: (text) => {
      held.push(text);
      length += text.length;
    },
    write: async () => {
      if (length < MOST_HELD) return true;
      flush();
      return (await output.waitForReader?.()) ?? true;
    },
  };
}
