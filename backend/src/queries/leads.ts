import { OrreryError, type ForecastTarget } from '@orrery/contract';
import { leadsOf } from '../data/forecasts.ts';

/** Throws `outOfRange` for a lead that the target is not forecast at. */
export function assertLead({ target, leadHours }: { target: ForecastTarget; leadHours?: number | undefined }): void {
  const leads = leadsOf(target);
  if (leadHours === undefined || leads.includes(leadHours)) return;
  const message = `leadHours: ${target} is forecast ${leads[0]}, ${leads[1]} … ${leads.at(-1)} h ahead, not ${leadHours}.`;
  throw new OrreryError('outOfRange', message, [{ path: 'leadHours', message }]);
}
