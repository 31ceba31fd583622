export { databaseFiles, openWorkDatabase, workFileOf, type WorkDatabase } from './database.ts';
