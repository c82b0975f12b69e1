import type { Listeners } from './listen/listeners.ts';
import type { ServerLog } from './log/server-log.ts';
import type { ServedProject } from './project/served-project.ts';

/** Milliseconds for requests whose connections were closed at the deadline. */
const GRACE = 5_000;

/** Answers the accepted requests, at most until the deadline, and closes everything in the right order. */
export async function stopServer(parts: {
  readonly listeners: Listeners;
  readonly project: ServedProject;
  readonly log: ServerLog;
  /** Time for requests in progress. */
  readonly seconds: number;
}): Promise<void> {
  const { listeners, log, project, seconds } = parts;
  log.write('info', { event: 'stopping' });
  const stopped = project.stop();
  const answered = listeners.close();
  if (!(await isDoneWithin(answered, seconds * 1_000))) {
    log.write('warn', { event: 'stop_deadline', seconds });
    listeners.abort();
    await answered;
  }
  await stopped;
  // Decisions in progress are recorded, even if their clients are gone.
  await isDoneWithin(project.finish(), GRACE);
  await project.close();
  log.write('info', { event: 'stopped' });
  log.flush();
}

async function isDoneWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, milliseconds, false);
  try {
    return await Promise.race([work.then(() => true), promise]);
  } finally {
    clearTimeout(timer);
  }
}
