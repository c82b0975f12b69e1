import type { Output } from './command.ts';

/** A pipe takes text only as fast as its reader reads, and Node.js holds the rest in memory. */
function waitForReader(): Promise<boolean> {
  const { stdout } = process;
  if (stdout.destroyed) return Promise.resolve(false);
  if (!stdout.writableNeedDrain) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isTaken: boolean) => {
      stdout.off('drain', onDrain).off('close', onClose);
      resolve(isTaken);
    };
    const onDrain = () => end(true);
    const onClose = () => end(false);
    stdout.on('drain', onDrain).on('close', onClose);
  });
}

/** The output streams of this process. */
export const processOutput: Output = {
  waitForReader,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  color: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
};

/** The reader of the output may stop reading, as `head` does. */
export function tolerateClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
