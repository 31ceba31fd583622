export { ttMinusUt1Seconds } from './delta-t.ts';
export * from './time.ts';
