export { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';
