import { OrreryError } from '@orrery/contract';
import { driftOf } from '../../forecast/drift/check.ts';
import { createRegistry } from '../../forecast/registry/registry.ts';
import { registerShipped } from '../../forecast/registry/shipped.ts';
import { createLogger } from '@orrery/telemetry';
import { table } from '../output.ts';
import { momentOf, STORE_OPTIONS, targetOf, withStores, type ForecastCommand } from './options.ts';

export const driftCommand: ForecastCommand = {
  help: `forecast drift --target T [--at ISO] [--json]

  Looks for drift as the worker does every day: the inputs of the deployed model over the last 90 days against those it learned from (PSI and KS), and the
  errors and bands of the forecasts that were issued. It only looks: nothing is written, no training is asked for.

  --at ISO   looks as of then (default: now)
  --json     the report of the contract instead of tables
`,
  options: { ...STORE_OPTIONS, target: { type: 'string' }, at: { type: 'string' }, json: { type: 'boolean' } },
  async run(values) {
    const target = targetOf(values);
    const atMs = momentOf(values, 'at') ?? Date.now();
    const report = await withStores(values, async ({ stores }) => {
      const registry = createRegistry(stores.documents, Date.now);
      await registerShipped(registry, createLogger('orrery', 'error'));
      const champion = await registry.loadChampion(target);
      if (champion === null)
        throw new OrreryError(
          'notFound',
          `drift: no model of ${target} is deployed, and none ships with this version.`,
        );
      return driftOf(stores, champion, atMs);
    });
    if (report === null)
      throw new OrreryError(
        'notFound',
        `drift: two months of ${target} before ${new Date(atMs).toISOString()} are needed; load history first.`,
      );
    if (values.is('json')) return void process.stdout.write(`${JSON.stringify(report)}\n`);
    const { drifted, reasons, features, errors } = report;
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
    const said = drifted ? reasons.join('\n') : 'No drift.';
    process.stdout.write(
      `${said}\n\n${table(['input', 'PSI', 'KS', 'n'], inputs)}\n\n${table(['lead h', 'CUSUM', 'limit', 'in 80 %', 'n'], leads)}\n`,
    );
  },
};
