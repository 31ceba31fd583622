import { FORECAST_TARGET_NAMES, FORECAST_TARGETS, type Catalog, type CatalogForecastTarget } from '@orrery/contract';
import { championOf, leadsOf, modelCards } from '../data/forecasts.ts';
import type { Readers } from '../data/readers.ts';
import { iso, spanWords } from '../text.ts';

/** What is forecast and by which models, as of now. */
export async function forecastChoices({
  documents,
  state,
}: Pick<Readers, 'documents' | 'state'>): Promise<Pick<Catalog, 'forecastTargets' | 'forecastModels'>> {
  const cards = await modelCards(documents);
  const forecastTargets = await Promise.all(
    FORECAST_TARGET_NAMES.map(async (id): Promise<CatalogForecastTarget> => {
      const { title, unit, stepMs } = FORECAST_TARGETS[id];
      const leadHours = leadsOf(id);
      const champion = (await championOf(state, id))?.version ?? null;
      const models = cards.filter(({ target }) => target === id).map(({ version }) => version);
      const step = spanWords(stepMs).replace(/^1 /, '');
      const description = `Every ${step}, up to ${spanWords((leadHours.at(-1) ?? 0) * 3_600_000)} ahead`;
      return { id, title, unit, description, leadHours, stepMs, champion, models };
    }),
  );
  const forecastModels = cards.map(({ target, model, version, trainedAtMs }) => ({
    id: version,
    title: `${FORECAST_TARGETS[target].title}: ${model} ${version}`,
    description: `Trained ${iso(trainedAtMs).slice(0, 10)}`,
  }));
  return { forecastTargets, forecastModels };
}
