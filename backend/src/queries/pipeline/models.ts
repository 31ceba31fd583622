import {
  booleanColumn,
  FORECAST_TARGET_NAMES,
  integerColumn,
  makeFrame,
  numberColumn,
  stringColumn,
  timeColumn,
  UNITS,
  type ChampionState,
  type ForecastTarget,
  type Frame,
  type ModelCard,
  type Notice,
  type SkillRow,
} from '@orrery/contract';
import { championOf, latestForecast, modelCards } from '../../data/forecasts.ts';
import { staleAfterMs } from '../forecast/notices.ts';
import { skillOf } from '../forecastSkill/skill.ts';
import { seriesColumns } from './series.ts';
import { viewTable, type ViewRequest } from './view.ts';

/** The lead that a card is summed up by. */
const CARD_LEAD_HOURS = 24;
const HASH_DIGITS = 12;

const NONE: Notice = { severity: 'info', text: 'No forecast model is registered on this store.' };

interface Model {
  readonly card: ModelCard;
  readonly champion: ChampionState | null;
  readonly day: SkillRow | null;
}

/** View `models`: a row per registered model, those in use first. */
export async function modelsView({ readers, query }: ViewRequest): Promise<Frame[]> {
  const cards = (await modelCards(readers.documents)).filter(({ target }) => target === (query.target ?? target));
  const champions = new Map(
    await Promise.all(
      FORECAST_TARGET_NAMES.map(async (target) => [target, await championOf(readers.state, target)] as const),
    ),
  );
  const models = cards
    .map((card): Model => {
      const champion = champions.get(card.target) ?? null;
      const day = card.skill.find(({ leadHours }) => leadHours === CARD_LEAD_HOURS) ?? null;
      return { card, champion: champion?.version === card.version ? champion : null, day };
    })
    .sort((a, b) => order(a) - order(b));
  return [viewTable(query.refId, 'Models', modelColumns(models), models.length === 0 ? [NONE] : [])];
}

/** Targets in their order, in each the champion first; within that the newest stays first. */
const order = ({ card, champion }: Model): number =>
  2 * FORECAST_TARGET_NAMES.indexOf(card.target) + (champion === null ? 1 : 0);

function modelColumns(models: readonly Model[]) {
  const text = (name: string, of: (card: ModelCard) => string) =>
    stringColumn(
      name,
      models.map(({ card }) => of(card)),
    );
  const time = (name: string, of: (card: ModelCard) => number) =>
    timeColumn(
      name,
      models.map(({ card }) => of(card)),
    );
  const score = (name: string, of: (day: SkillRow) => number | null, unit: string = UNITS.none) =>
    numberColumn(
      name,
      models.map(({ day }) => (day === null ? null : of(day))),
      { config: { unit } },
    );
  const members = ({ members: all }: ModelCard): string =>
    all.map(({ model, weight }) => `${model} ${Math.round(100 * weight)} %`).join(', ');
  return [
    time('time', (card) => card.trainedAtMs),
    text('target', ({ target }) => target),
    text('version', ({ version }) => version),
    text('model', ({ model }) => model),
    booleanColumn(
      'champion',
      models.map(({ champion }) => champion !== null),
    ),
    timeColumn(
      'since',
      models.map(({ champion }) => champion?.sinceMs ?? null),
    ),
    stringColumn(
      'reason',
      models.map(({ champion }) => champion?.reason ?? null),
    ),
    text('members', members),
    integerColumn(
      'features',
      models.map(({ card }) => card.features.length),
    ),
    score('rmse', ({ rmse }) => rmse),
    score('skill', ({ rmse, rivals }) => skillOf(rmse, rivals['persistence'])),
    score('hss', ({ hss }) => hss),
    score('coverage80', ({ coverage80 }) => coverage80, UNITS.share),
    score('coverage95', ({ coverage95 }) => coverage95, UNITS.share),
    time('dataFrom', ({ dataFromMs }) => dataFromMs),
    time('dataTo', ({ dataToMs }) => dataToMs),
    time('heldOutFrom', ({ heldOut }) => heldOut.fromMs),
    time('heldOutTo', ({ heldOut }) => heldOut.toMs),
    text('weightsHash', ({ weightsHash }) => weightsHash.slice(0, HASH_DIGITS)),
    integerColumn(
      'weightsBytes',
      models.map(({ card }) => card.weightsBytes),
      { config: { unit: UNITS.bytes } },
    ),
    text('dataHash', ({ dataHash }) => dataHash.slice(0, HASH_DIGITS)),
    integerColumn(
      'seed',
      models.map(({ card }) => card.seed),
    ),
    text('codeVersion', ({ codeVersion }) => codeVersion),
    text('notes', ({ notes }) => notes.join(' ')),
  ];
}

/**
 * View `models` as series: of each target with a forecast how old the newest one is and how much of the age at which it
 * counts as stale has passed (`overdue`, 1 and more is stale); one point, now or at the end of the range.
 */
export async function modelSeriesView(request: ViewRequest): Promise<Frame[]> {
  const { readers, query, context, maxObjects } = request;
  const atMs = Math.min(readers.now(), context.toMs);
  const targets: readonly ForecastTarget[] = query.target === undefined ? FORECAST_TARGET_NAMES : [query.target];
  const frames: Frame[] = [];
  for (const target of targets) {
    const issued = await latestForecast(readers, { target }, atMs, maxObjects);
    if (issued !== null) frames.push(ageFrame(request, target, atMs, [atMs - issued.body.issuedAtMs]));
  }
  if (frames.length > 0) return frames;
  const none = ageFrame(request, query.target ?? 'kp', atMs, []);
  const notices: readonly Notice[] = [{ severity: 'info', text: 'No forecast was issued here yet.' }];
  return [{ ...none, schema: { ...none.schema, meta: { ...none.schema.meta, notices } } }];
}

function ageFrame({ query }: ViewRequest, target: ForecastTarget, atMs: number, ages: readonly number[]): Frame {
  const columns = seriesColumns(query, { target }, [
    { name: 'age', title: `Age of the forecast of ${target}`, unit: UNITS.milliseconds, values: ages },
    {
      name: 'overdue',
      title: `Overdue ${target}`,
      unit: UNITS.none,
      values: ages.map((age) => age / staleAfterMs({ target })),
    },
  ]);
  return makeFrame(
    query.refId,
    target,
    [
      timeColumn(
        'time',
        ages.map(() => atMs),
      ),
      ...columns,
    ],
    { custom: { source: 'Orrery' } },
  );
}
