export * from './forecast-metrics.ts';
export * from './logger.ts';
export * from './metrics.ts';
export * from './shutdown.ts';
