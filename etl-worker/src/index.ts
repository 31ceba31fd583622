export * from './clock.ts';
export type { Flow, OpenSession, RequestSession, SourceSettings } from './flow/context.ts';
export * from './flow/raw.ts';
export * from './flow/runs.ts';
export { SINK_GROUPS, type SinkName } from './flow/sinks.ts';
export * from './sources/source.ts';
export * from './worker.ts';
