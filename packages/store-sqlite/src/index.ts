export { checkStateFile } from './check-state-file.ts';
export { moveAside } from './damaged-file.ts';
export { isRestoredState, listRevocations, logKey, prepareRestoredState } from './restored-state.ts';
export { sqliteStores } from './sqlite-stores.ts';
export { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';
export { StateSnapshot } from './state-snapshot.ts';
