const SQLITE_BUSY = 5;

/** Whether somebody else holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === SQLITE_BUSY;
}

/** Loaded when it is first needed. Node 22 warns that it is experimental, which is no news to the user of a command. */
export function loadSqlite(): typeof import('node:sqlite') {
  const emitWarning: typeof process.emitWarning = Reflect.get(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
