export { geocentricMoon } from './moon.ts';
export { heliocentricPlanet, type Planet } from './planets.ts';
