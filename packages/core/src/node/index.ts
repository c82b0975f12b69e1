/** Shared code of packages that run on Node: lazy SQLite, file locks, new folders, atomic file replacement and file watches. */
export { backoff } from './backoff.ts';
export { copyFile, hashFile } from './copy-file.ts';
export { FileLock } from './file-lock.ts';
export { makeFolders } from './make-folders.ts';
export { findOpenFolder, type OpenFolder } from './open-folder.ts';
export { realLogPath } from './real-path.ts';
export { type FileAccess, replaceFile, setAccess } from './replace-file.ts';
export { identifyFile, isBusy, loadSqlite, makePrivateFile, primaryCode } from './sqlite.ts';
export { syncFolder } from './sync-folder.ts';
export { watchFile } from './watch-file.ts';
