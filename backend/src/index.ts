export type { AppDeps } from './app.ts';
export { readConfig, type Config } from './config.ts';
export { createReaders } from './data/create-readers.ts';
export type { Operator, ProviderStop } from './data/operator.ts';
export type { PipelineReader, Readers } from './data/readers.ts';
export { startHttp, type HttpService } from './server.ts';
