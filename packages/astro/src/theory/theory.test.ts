import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geocentricMoon } from './moon.ts';
import { heliocentricPlanet, type Planet } from './planets.ts';
import { polynomial, sumOfCosines, sumOfSines } from './sum.ts';

const KM_PER_AU = 149_597_870.7;
/** What the terms below 0.02″ may amount to, of 384,400 km. */
const MOON_KM = 1;
/** The same of Venus' distance from the Sun, 0.72 AU. */
const VENUS_AU = 1e-6;
/** Days since J2000 of 1700 and 2200. */
const tts = fc.double({ min: -109_573, max: 73_049, noNaN: true });

const length = (v: Float64Array): number => Math.hypot(v[0]!, v[1]!, v[2]!);

describe('series', () => {
  it('add up terms with powers of the time', () => {
    expect(
      sumOfCosines(
        [
          [2, 0, 0],
          [3, Math.PI, 0],
        ],
        10,
      ),
    ).toBeCloseTo(2 - 30, 12);
    expect(sumOfSines([[5, Math.PI / 2, 0, 0, 0]], 7)).toBeCloseTo(5, 12);
    expect(sumOfSines([[1, 0, 1, 2, 3]], 0.1)).toBeCloseTo(Math.sin(0.1 + 0.02 + 0.003), 12);
    expect(polynomial(2, [1, 3, 5])).toBe(27);
  });
});

describe('the Moon', () => {
  it('is as far as its authors say on 1980-01-01 (JD 2444239.5)', () => {
    const place = new Float64Array(3);
    geocentricMoon(2_444_239.5 - 2_451_545, place);
    const published = Math.hypot(43_890.2824, 381_188.72745, -31_633.38165);
    expect(Math.abs(length(place) * KM_PER_AU - published)).toBeLessThan(MOON_KM);
  });

  it('stays between its nearest and its farthest', () => {
    const place = new Float64Array(3);
    fc.assert(
      fc.property(tts, (tt) => {
        geocentricMoon(tt, place);
        const km = length(place) * KM_PER_AU;
        return km > 356_300 && km < 406_800;
      }),
    );
  });
});

describe('the planets', () => {
  it('put Venus where JPL DE441 has it on 1970-01-01', () => {
    const place = new Float64Array(3);
    heliocentricPlanet('venus', 2_440_587.5 - 2_451_545, place);
    const jpl = [-0.0359451197, -0.6629188054, -0.2958965968];
    jpl.forEach((expected, i) => expect(Math.abs(place[i]! - expected)).toBeLessThan(VENUS_AU));
  });

  it.each<[Planet, number, number]>([
    ['mercury', 0.307, 0.467],
    ['venus', 0.718, 0.729],
    ['earth', 0.983, 1.017],
    ['mars', 1.381, 1.667],
    ['jupiter', 4.94, 5.47],
    ['saturn', 8.97, 10.13],
    ['uranus', 18.2, 20.13],
    ['neptune', 29.7, 30.4],
  ])('%s stays between perihelion and aphelion', (planet, nearest, farthest) => {
    const place = new Float64Array(3);
    fc.assert(
      fc.property(tts, (tt) => {
        heliocentricPlanet(planet, tt, place);
        return length(place) > nearest && length(place) < farthest;
      }),
    );
  });
});
