import type { EventKind } from '@orrery/contract';
import { apsisFinder } from './apsis.ts';
import { conjunctionFinder } from './conjunction.ts';
import { culminationFinder } from './culmination.ts';
import { lunarEclipseFinder } from './lunar-eclipse.ts';
import { maxElongationFinder } from './max-elongation.ts';
import { moonNodeFinder } from './moon-node.ts';
import { moonPhaseFinder } from './moon-phase.ts';
import { oppositionFinder } from './opposition.ts';
import { planetTransitFinder } from './planet-transit.ts';
import { riseFinder, setFinder } from './rise-set.ts';
import { seasonFinder } from './season.ts';
import { solarEclipseFinder } from './solar-eclipse.ts';
import { twilightFinder } from './twilight.ts';
import type { EventFinder } from './types.ts';

/** One finder for each kind of the contract; the type refuses a kind without one. */
export const FINDERS: Readonly<Record<EventKind, EventFinder>> = {
  rise: riseFinder,
  set: setFinder,
  transit: culminationFinder,
  twilight: twilightFinder,
  moonPhase: moonPhaseFinder,
  season: seasonFinder,
  solarEclipse: solarEclipseFinder,
  lunarEclipse: lunarEclipseFinder,
  conjunction: conjunctionFinder,
  opposition: oppositionFinder,
  maxElongation: maxElongationFinder,
  apsis: apsisFinder,
  moonNode: moonNodeFinder,
  planetTransit: planetTransitFinder,
};
