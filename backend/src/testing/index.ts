export { leadsOf } from '../data/forecasts.ts';
export { fill } from './fill.ts';
export { documentOf, filledStores, observationOf, seriesEntryOf } from './filled-stores.ts';
export { cardOf, championState, driftState, forecastOf, retrainingState } from './forecasts.ts';
export { emptyStores, type StoreLists } from './store-lists.ts';
export { haveTestServers, testServer } from './servers.ts';
export { framesOf, startTestService, valuesOf, type TestService } from './service.ts';
