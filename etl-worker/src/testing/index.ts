export { keepRaw } from '../ledger/raw.ts';
export { stubModel } from '../forecast/testing/models.ts';
export { lineSource, rawResponse } from './sources.ts';
export { at } from './transforms.ts';
