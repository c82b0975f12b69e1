export { checkStateFile } from './backup/check-state-file.ts';
export { isRestoredState, listRevocations, logKey, prepareRestoredState } from './backup/restored-state.ts';
export { StateSnapshot } from './backup/state-snapshot.ts';
export { moveAside } from './damaged-file.ts';
export { sqliteStores } from './sqlite-stores.ts';
export { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';
