import { OrreryError, type ForecastTarget, DAY_MS } from '@orrery/contract';
import {
  compareModels,
  createRegistry,
  LEAST_HELD_OUT_MS,
  registerShipped,
  type Registry,
} from '@orrery/etl-worker/forecast';
import { decodeModel, endOf, type TrainedModel } from '@orrery/forecast';
import { createLogger } from '@orrery/telemetry';
import type { Command } from 'commander';
import { bytesOf, moment, UsageError } from '../../flags.ts';
import { say } from '../kit/output.ts';
import { withStores } from '../kit/stores.ts';
import { LOOK_BACK_MS, readInputs } from './inputs.ts';
import { dataOption, forecastCommand, type ForecastFlags, type InputFlags } from './options.ts';

interface DeployFlags extends ForecastFlags, InputFlags {
  readonly version?: string;
  readonly file?: string;
  readonly from?: number;
  readonly to?: number;
  readonly force?: boolean;
}

export function deployCommand(forecast: Command): void {
  dataOption(forecastCommand(forecast, 'deploy'))
    .summary('make a registered model forecast, if it beats the one that does')
    .description(
      'Makes a model the champion, the one that forecasts, if it beats the present one: mean RMSE over leads on the same hours, which neither has learned from. The first champion of a target is deployed at once.',
    )
    .option('--version <version>', 'a registered model; without it and without --file they are listed')
    .option('--file <file>', 'registers the model of a file first')
    .option('--from <time>', 'first hour to compare on (default: after what either has learned from)', moment)
    .option('--to <time>', 'last hour to compare on', moment)
    .option('--force', 'deploys without comparing')
    .action(deploy);
}

async function deploy(flags: DeployFlags): Promise<void> {
  const { target } = flags;
  const { champion, challenger } = await withStores(flags, 'any', async ({ stores }) => {
    const registry = createRegistry(stores, Date.now);
    await registerShipped(registry, createLogger('orrery', 'error'));
    const version = await versionOf(flags, registry, target);
    return { challenger: await registry.load(target, version), champion: await registry.loadChampion(target) };
  });
  if (champion?.version === challenger.version) return say(`${target}: ${champion.version} forecasts already.`);
  const reason = await reasonFor(flags, champion, challenger);
  if (reason === null) return;
  await withStores(flags, 'existing', ({ stores }) =>
    createRegistry(stores, Date.now).deploy(target, challenger.version, reason),
  );
  say(
    `${target}: ${challenger.version} forecasts from now on (${reason}). forecast rollback --target ${target} goes back.`,
  );
}

async function versionOf({ version, file }: DeployFlags, registry: Registry, target: ForecastTarget): Promise<string> {
  if (version !== undefined && file !== undefined) throw new UsageError('deploy: --version or --file, not both.');
  if (version !== undefined) return version;
  if (file === undefined) {
    const known = (await registry.cards(target)).map((card) => card.version).join(', ') || 'none yet';
    throw new OrreryError(
      'invalidRequest',
      `deploy: --version or --file is needed; registered of ${target} are ${known}.`,
    );
  }
  const bytes = bytesOf('file', file);
  if (decodeModel(bytes).target !== target)
    throw new OrreryError(
      'invalidRequest',
      `--file ${file} forecasts ${decodeModel(bytes).target}; --target says ${target}.`,
    );
  return (await registry.register(bytes)).version;
}

/** Why the challenger is deployed; null, and a line that says so, where it is no better. */
async function reasonFor(
  flags: DeployFlags,
  champion: TrainedModel | null,
  challenger: TrainedModel,
): Promise<string | null> {
  if (champion === null) return 'the first champion';
  if (flags.force) return 'deployed by hand, without comparison';
  const { target } = challenger;
  const learnedMs = Math.max(champion.card.dataToMs, challenger.card.dataToMs);
  const fromMs = flags.from ?? learnedMs;
  const { history, officials } = await readInputs(flags, target, fromMs - LOOK_BACK_MS);
  const toMs = Math.min(flags.to ?? Infinity, endOf(history[target]));
  if (toMs - fromMs < LEAST_HELD_OUT_MS) {
    const message = `deploy: ${Math.max(0, Math.floor((toMs - fromMs) / DAY_MS))} days to compare on (from ${new Date(fromMs).toISOString()}); ${LEAST_HELD_OUT_MS / DAY_MS} are needed. Load newer data, name hours with --from and --to, or deploy with --force.`;
    throw new OrreryError('invalidRequest', message);
  }
  if (fromMs < learnedMs)
    say(
      `Before ${new Date(learnedMs).toISOString()} one of the two has learned from these hours: the comparison flatters it.`,
    );
  const {
    champion: ours,
    challenger: theirs,
    n,
  } = compareModels(champion, challenger, history, officials, fromMs, toMs);
  const scores = `mean RMSE ${theirs?.toFixed(4)} against ${ours?.toFixed(4)} of ${champion.version}, ${n} pairs`;
  if (ours !== null && theirs !== null && theirs < ours) return `better on the same hours: ${scores}`;
  say(
    `${target}: ${champion.version} stays; ${challenger.version} is no better (${scores}). --force deploys it all the same.`,
  );
  return null;
}

export function rollbackCommand(forecast: Command): void {
  forecastCommand(forecast, 'rollback')
    .summary('go back to the model before')
    .description('Goes back to the model that forecast before; what was rolled back stays registered.')
    .action(async (flags: ForecastFlags) => {
      const { target } = flags;
      const state = await withStores(flags, 'existing', ({ stores }) =>
        createRegistry(stores, Date.now).rollback(target),
      );
      say(`${target}: ${state.version} forecasts again (${state.reason}).`);
    });
}
