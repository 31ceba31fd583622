export { openWorkDatabase, workFileOf, type WorkDatabase } from './database.ts';
