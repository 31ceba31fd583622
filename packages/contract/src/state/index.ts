import { ACCESS_STATE } from './access.ts';
import { CATALOG_STATE } from './catalog.ts';
import { FORECAST_STATE } from './forecasts.ts';
import { HTTP_STATE } from './http.ts';
import { LEDGER_STATE } from './ledger.ts';

export {
  includesScope,
  keyNameSchema,
  keyTermsSchema,
  SCOPES,
  type AccessKey,
  type KeyTerms,
  type Scope,
} from './access.ts';
export type * from './catalog.ts';
export type { StateFamily, StateParts } from './family.ts';
export type * from './forecasts.ts';
export type * from './http.ts';
export { hasFailed } from './ledger.ts';
export type * from './ledger.ts';

/** The state of the system, by which worker, service and commands know of each other: every family of its entries. */
export const STATE = { ...ACCESS_STATE, ...CATALOG_STATE, ...LEDGER_STATE, ...HTTP_STATE, ...FORECAST_STATE } as const;
