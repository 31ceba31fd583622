import type { ForecastTarget } from '@orrery/contract';
import { DST } from './dst.ts';
import { F107 } from './f107.ts';
import { KP } from './kp.ts';
import { SOLAR_WIND_SPEED } from './solar-wind-speed.ts';
import type { TargetSpec } from './spec.ts';

export const TARGET_SPECS: Readonly<Record<ForecastTarget, TargetSpec>> = {
  kp: KP,
  solarWindSpeed: SOLAR_WIND_SPEED,
  f107: F107,
  dst: DST,
};
