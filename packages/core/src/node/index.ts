/** What packages share that run on Node: SQLite loaded when used, locks and files that several processes share. */
export { backoff } from './backoff.ts';
export { FileLock } from './file-lock.ts';
export { realLogPath } from './real-path.ts';
export { replaceFile } from './replace-file.ts';
export { identifyFile, isBusy, loadSqlite, makePrivateFile, primaryCode } from './sqlite.ts';
export { watchFile } from './watch-file.ts';
