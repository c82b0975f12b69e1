export { MachineState } from './lazy-state.ts';
export { openStateDatabase, type StateDatabase, type StateDatabaseOptions } from './state-database.ts';
