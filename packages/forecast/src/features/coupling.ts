import { valueAt, type Column, type History } from '../history.ts';

/**
 * Hourly quantities by which the solar wind drives the magnetosphere, computed hour by hour from V, N, Bt, By, Bz
 * (GSM).
 */
export interface Drivers {
  /**
   * dΦ/dt = V^(4/3) B_T^(2/3) sin^(8/3)(θ/2) / 1000, V in km/s, B_T in nT (Newell et al. 2007, JGR 112, A01206, eq. 1).
   */
  readonly newell: Column;
  /** Southward part of Bz, nT, >= 0. */
  readonly southward: Column;
  /** Dawn-dusk electric field of the southward part, V·Bs / 1000, mV/m. */
  readonly electric: Column;
  /** Flow pressure of protons, 1.6726e-6 N V², nPa. */
  readonly pressure: Column;
}

const PROTON_PRESSURE = 1.6726e-6;

/** The drivers of an hour use the values of that hour only. */
export function driversOf({ solarWindSpeed, solarWindDensity, by, bz }: History): Drivers {
  const build = (hourly: (timeMs: number, bzNow: number) => number): Column => ({
    ...bz,
    values: bz.values.map((bzNow, i) => hourly(bz.startMs + i * bz.stepMs, bzNow)),
  });
  return {
    newell: build((timeMs, bzNow) => newell(valueAt(solarWindSpeed, timeMs), valueAt(by, timeMs), bzNow)),
    southward: build((_, bzNow) => Math.max(0, -bzNow)),
    electric: build((timeMs, bzNow) => (valueAt(solarWindSpeed, timeMs) * Math.max(0, -bzNow)) / 1000),
    pressure: {
      ...solarWindSpeed,
      values: solarWindSpeed.values.map(
        (speed, i) =>
          PROTON_PRESSURE * valueAt(solarWindDensity, solarWindSpeed.startMs + i * solarWindSpeed.stepMs) * speed ** 2,
      ),
    },
  };
}

function newell(speed: number, by: number, bz: number): number {
  const transverse = Math.hypot(by, bz);
  const clock = Math.abs(Math.atan2(by, bz));
  return (speed ** (4 / 3) * transverse ** (2 / 3) * Math.sin(clock / 2) ** (8 / 3)) / 1000;
}
