export type { WorkConnection, WorkRow, WorkValue } from './connection.ts';
export { openWorkDatabase, workFileOf, type WorkDatabase } from './database.ts';
