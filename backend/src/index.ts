export { createKey, haveKeys, listKeys, revokeKey } from './access/keys.ts';
export { readConfig, type Config } from './config.ts';
export { countUnreadable, createReaders } from './data/create-readers.ts';
export type { Operator, ProviderStop } from './data/operator.ts';
export type { Readers } from './data/readers.ts';
export { startHttp } from './server.ts';
