export { checkStateFile } from './check-state-file.ts';
export { moveAside } from './damaged-file.ts';
export { logKey } from './log-checkpoints.ts';
export { isRestoredState, listRevocations, prepareRestoredState } from './restored-state.ts';
export { sqliteStores } from './sqlite-stores.ts';
export { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';
export { StateSnapshot } from './state-snapshot.ts';
