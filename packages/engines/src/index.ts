export type * from './engines.ts';
export * from './settings.ts';
