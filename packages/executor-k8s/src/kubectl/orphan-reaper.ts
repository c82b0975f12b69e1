import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Cleans up after a killed runner. This program is a separate process that gets every process group and every folder with credentials
 * over a pipe. When the runner's end of the pipe closes, it kills the groups, removes the folders and exits.
 * If the runner is killed before it sent a group, the program finds the process by the folder in its arguments. Until that process has
 * started kubectl, it holds the runner's end of the pipe open, so the search always comes after the start.
 */
const PROGRAM = `
const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const kept = new Map();
let rest = '';
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const { id, folder, pid } = JSON.parse(line);
    const known = kept.get(id) ?? {};
    if (folder === undefined && pid === undefined) kept.delete(id);
    else kept.set(id, { ...known, ...(folder && { folder }), ...(pid && { pid }) });
  }
});
const attempt = (act) => {
  try { return act(); } catch {}
};
function listProcesses() {
  if (process.platform !== 'linux') {
    const lines = execFileSync('/bin/ps', ['-axww', '-o', 'pid=,args='], { maxBuffer: 1e8 }).toString().split('\\n');
    return lines.map((line) => ({ pid: parseInt(line, 10), words: line }));
  }
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  const readWords = (pid) => attempt(() => readFileSync(join('/proc', pid, 'cmdline'), 'utf8')) ?? '';
  return pids.map((pid) => ({ pid: Number(pid), words: readWords(pid) }));
}
function findLeaders(folder) {
  return (attempt(listProcesses) ?? []).filter(({ words }) => words.includes(folder + '/')).map(({ pid }) => pid);
}
process.stdin.on('end', () => {
  for (const { folder, pid } of kept.values()) {
    const leaders = pid === undefined ? findLeaders(folder) : [pid];
    for (const leader of leaders) attempt(() => process.kill(-leader, 'SIGKILL'));
    attempt(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  }
  process.exit(0);
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
`;

let reaper: ChildProcess | undefined;
let count = 0;

/** Processes and files that must not outlive this process, until `release` is called. */
export interface Watched {
  /** Adds a process group, by the pid of its leader. */
  readonly group: (pid: number) => void;
  readonly release: () => void;
}

/** Watches a folder. If the reaper cannot be started, this has no effect. */
export function watchFolder(folder: string): Watched {
  count += 1;
  const id = count;
  tell({ id, folder });
  return { group: (pid) => tell({ id, pid }), release: () => tell({ id }) };
}

function tell(message: object): void {
  if (process.platform === 'win32') return;
  reaper ??= start();
  if (reaper.stdin?.writable === true) reaper.stdin.write(`${JSON.stringify(message)}\n`);
}

function start(): ChildProcess {
  const child = spawn(process.execPath, ['--eval', PROGRAM], {
    // The reaper needs no variables, and other processes could read secrets in its environment.
    env: {},
    // Ctrl-C in the terminal of the runner must not stop the reaper.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const forget = () => {
    if (reaper === child) reaper = undefined;
  };
  child.on('error', forget);
  child.on('exit', forget);
  child.stdin.on('error', forget);
  // The reaper must not keep the runner alive.
  child.unref();
  (child.stdin as { unref?: () => void }).unref?.();
  return child;
}
