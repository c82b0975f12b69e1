export { sqliteStores } from './sqlite-stores.ts';
export { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';
