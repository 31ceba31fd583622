import { OrreryError, type DriftReport } from '@orrery/contract';
import { createRegistry, driftOf, registerShipped } from '@orrery/etl-worker/forecast';
import { createLogger } from '@orrery/telemetry';
import type { Command } from 'commander';
import { moment } from '../../flags.ts';
import { print, table } from '../kit/output.ts';
import { withStores } from '../kit/stores.ts';
import { forecastCommand, type ForecastFlags } from './options.ts';

interface DriftFlags extends ForecastFlags {
  readonly at?: number;
  readonly json?: boolean;
}

export function driftCommand(forecast: Command): void {
  forecastCommand(forecast, 'drift')
    .summary('check for drift')
    .description(
      'The drift check that the worker makes every day: the inputs of the deployed model over the last 90 days against those it learned from (PSI and KS), and the errors and bands of the forecasts that were issued. It asks for no training.',
    )
    .option('--at <time>', 'the check as of then (default: now)', moment)
    .option('--json', 'the report of the contract instead of tables')
    .action(async (flags: DriftFlags) => {
      const report = await reportOf(flags);
      print(flags.json ? JSON.stringify(report) : reportText(report));
    });
}

async function reportOf(flags: DriftFlags): Promise<DriftReport> {
  const { target, at: atMs = Date.now() } = flags;
  const report = await withStores(flags, 'existing', async ({ stores }) => {
    const registry = createRegistry(stores, Date.now);
    await registerShipped(registry, createLogger('orrery', 'error'));
    const champion = await registry.loadChampion(target);
    if (champion === null)
      throw new OrreryError('notFound', `drift: no model of ${target} is deployed, and none ships with this version.`);
    return driftOf(stores, champion, atMs);
  });
  if (report !== null) return report;
  throw new OrreryError(
    'notFound',
    `drift: two months of ${target} before ${new Date(atMs).toISOString()} are needed; load history first.`,
  );
}

function reportText({ drifted, reasons, features, errors }: DriftReport): string {
  const inputs = [...features]
    .sort((a, b) => b.psi - a.psi)
    .map(({ feature, psi, ks, n }) => [feature, psi.toFixed(3), ks.toFixed(3), String(n)]);
  const leads = errors.map((lead) => [
    String(lead.leadHours),
    lead.cusum.toFixed(2),
    lead.limit.toFixed(2),
    lead.coverage80?.toFixed(2) ?? '',
    String(lead.n),
  ]);
  return [
    drifted ? reasons.join('\n') : 'No drift.',
    table(['input', 'PSI', 'KS', 'n'], inputs),
    table(['lead h', 'CUSUM', 'limit', 'in 80 %', 'n'], leads),
  ].join('\n\n');
}
