import { OrreryError, type ForecastTarget } from '@orrery/contract';
import { decodeModel, endOf, type TrainedModel } from '@orrery/forecast';
import { createRegistry, type Registry } from '../../forecast/registry/registry.ts';
import { registerShipped } from '../../forecast/registry/shipped.ts';
import { compareModels } from '../../forecast/training/compare.ts';
import { LEAST_HELD_OUT_MS } from '../../forecast/training/dataset.ts';
import { createLogger } from '@orrery/telemetry';
import { LOOK_BACK_MS, readInputs } from './inputs.ts';
import {
  bytesOf,
  momentOf,
  say,
  STORE_OPTIONS,
  targetOf,
  withStores,
  type ForecastCommand,
  type Values,
} from './options.ts';

const DAY_MS = 86_400_000;

export const deployCommand: ForecastCommand = {
  help: `forecast deploy --target T (--version V | --file FILE.orrery) [--data DIR] [--from ISO] [--to ISO] [--force]

  Makes a model the champion that forecasts, if it beats the one that does: mean RMSE over leads on the same hours, which neither has learned from. The first
  champion of a target is deployed at once.

  --version V   a registered model; forecast deploy --target T alone lists them
  --file FILE   registers the model of a file first
  --data DIR    files of history to compare on, instead of the archive
  --from, --to  hours to compare on (default: all after what either has learned from)
  --force       deploys without comparing
`,
  options: {
    ...STORE_OPTIONS,
    target: { type: 'string' },
    version: { type: 'string' },
    file: { type: 'string' },
    data: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    force: { type: 'boolean' },
  },
  async run(values) {
    const target = targetOf(values);
    const found = await withStores(values, async ({ stores }) => {
      const registry = createRegistry(stores.documents, Date.now);
      await registerShipped(registry, createLogger('orrery', 'error'));
      const version = await versionOf(values, registry, target);
      return { challenger: await registry.load(target, version), champion: await registry.loadChampion(target) };
    });
    const { champion, challenger } = found;
    if (champion?.version === challenger.version) return say(`${target}: ${champion.version} forecasts already.`);
    const reason = await reasonFor(values, champion, challenger);
    if (reason === null) return;
    await withStores(values, ({ stores }) =>
      createRegistry(stores.documents, Date.now).deploy(target, challenger.version, reason),
    );
    say(
      `${target}: ${challenger.version} forecasts from now on (${reason}). forecast rollback --target ${target} goes back.`,
    );
  },
};

async function versionOf(values: Values, registry: Registry, target: ForecastTarget): Promise<string> {
  const [version, file] = [values.text('version'), values.text('file')];
  if (version !== undefined && file !== undefined)
    throw new OrreryError('invalidRequest', 'deploy: --version or --file, not both.');
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
async function reasonFor(values: Values, champion: TrainedModel | null, challenger: TrainedModel): Promise<string | null> {
  if (champion === null) return 'the first champion';
  if (values.is('force')) return 'deployed by hand, without comparison';
  const { target } = challenger;
  const learnedMs = Math.max(champion.card.dataToMs, challenger.card.dataToMs);
  const fromMs = momentOf(values, 'from') ?? learnedMs;
  const { history, officials } = await readInputs(values, target, fromMs - LOOK_BACK_MS);
  const toMs = Math.min(momentOf(values, 'to') ?? Infinity, endOf(history[target]));
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

export const rollbackCommand: ForecastCommand = {
  help: `forecast rollback --target T

  Goes back to the model that forecast before; what was rolled back stays registered.
`,
  options: { ...STORE_OPTIONS, target: { type: 'string' } },
  async run(values) {
    const target = targetOf(values);
    const state = await withStores(values, ({ stores }) => createRegistry(stores.documents, Date.now).rollback(target));
    say(`${target}: ${state.version} forecasts again (${state.reason}).`);
  },
};
