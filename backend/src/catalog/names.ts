import type { Body } from '@orrery/contract';

/** Names are capitalised ids: `mars` is shown as Mars. */
export const bodyTitle = (body: Body): string => body.charAt(0).toUpperCase() + body.slice(1);
