export { BODY_FACTS } from './bodies.ts';
export * from './ephemeris.ts';
export { refracted } from './topocentric.ts';
