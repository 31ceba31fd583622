export { geocentricMoon } from './moon.ts';
export { heliocentricPlanet } from './planets.ts';
