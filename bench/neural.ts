/**
 * What the neural network adds to the blend of a target on held-out years: ridge and boosting are the same models with
 * and without it, the weights are refitted. Per lead: RMSE without, RMSE with, the difference (below 0: better with the
 * network), its 95 % interval and p by block bootstrap. usage: npm run bench -- neural --target TARGET
 */
import { FORECAST_TARGET_NAMES, type ForecastTarget } from '@orrery/contract';
import { readHistoryFiles } from '@orrery/etl-worker/forecast';
import { trainNetwork } from '@orrery/etl-worker/network';
import { ablateNetwork, blockDaysOf, compareErrors, rmse, TARGET_SPECS, type AblationLead } from '@orrery/forecast';
import { recordings } from './lib/recordings.ts';

/** Years from here on are held out, in as many steps as the score of a shipped model is made of. */
const HELD_OUT_FROM_MS = Date.UTC(2015, 0, 1);
const FOLDS = 3;
const REPLICATES = 1000;

function line(target: ForecastTarget, lead: AblationLead): string {
  const { leadHours, validAtMs, observed, withNetwork, withoutNetwork, weights } = lead;
  const options = { blockDays: blockDaysOf(target), replicates: REPLICATES };
  const { difference, interval, p, n } = compareErrors(validAtMs, observed, withNetwork, withoutNetwork, options);
  const without = rmse(observed, withoutNetwork);
  const percent = (100 * difference) / without;
  return [
    `${leadHours} h`,
    `n ${n}`,
    `${without.toFixed(4)} -> ${(without + difference).toFixed(4)}`,
    `${difference.toFixed(4)} (${interval?.low.toFixed(4)} to ${interval?.high.toFixed(4)})`,
    `${percent.toFixed(2)} %`,
    `p ${p?.toFixed(3)}`,
    `weights ${weights.withNetwork.map((weight) => weight.toFixed(2)).join(' ')}`,
  ].join(', ');
}

const name = process.argv[process.argv.indexOf('--target') + 1];
const target = FORECAST_TARGET_NAMES.find((known) => known === name);
if (!target) throw new Error(`--target is needed, one of ${FORECAST_TARGET_NAMES.join(', ')}.`);
if (!TARGET_SPECS[target].neural) throw new Error(`The recipe of ${target} has no neural network.`);
const folder = recordings();
if (folder === null) throw new Error('The recorded history is needed (ORRERY_SHARED).');
const leads = await ablateNetwork(target, readHistoryFiles(folder).history, {
  trainToMs: TARGET_SPECS[target].firstFoldMs,
  validateToMs: HELD_OUT_FROM_MS,
  folds: FOLDS,
  seed: 1,
  neural: trainNetwork,
  onProgress: (text) => console.error(text),
});
for (const lead of leads) console.log(line(target, lead));
