import type { ProviderEntry } from '../source.ts';
import { swpcOutlook27 } from './27-day-outlook/source.ts';
import { swpcForecast3 } from './3-day-forecast/source.ts';
import { swpcAlerts } from './alerts/source.ts';
import { swpcAurora } from './aurora/source.ts';
import { swpcDst } from './dst/source.ts';
import { swpcF107 } from './f107/source.ts';
import { swpcKp } from './kp/source.ts';
import { swpcKpForecast } from './kp-forecast/source.ts';
import { swpcKp1m } from './kp1m/source.ts';
import { swpcMagneticField } from './magnetic-field/source.ts';
import { swpcProtons } from './protons/source.ts';
import { swpcScales } from './scales/source.ts';
import { swpcSolarCycle } from './solar-cycle/source.ts';
import { swpcSolarWind } from './solar-wind/source.ts';
import { swpcXrays } from './xrays/source.ts';
import { swpc } from './provider.ts';

export const swpcEntry: ProviderEntry<typeof swpc> = {
  provider: swpc,
  sources: () => [
    swpcAlerts,
    swpcAurora,
    swpcDst,
    swpcF107,
    swpcForecast3,
    swpcKp,
    swpcKp1m,
    swpcKpForecast,
    swpcMagneticField,
    swpcOutlook27,
    swpcProtons,
    swpcScales,
    swpcSolarCycle,
    swpcSolarWind,
    swpcXrays,
  ],
};
