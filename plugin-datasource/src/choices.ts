import type { ComboboxOption } from '@grafana/ui';
import type { Catalog, CatalogItem } from '@orrery/contract';
import type { CatalogList } from '@orrery/contract/queries';
import { satellitesOf } from './variableValues.ts';

export type Choice = ComboboxOption<string>;

/** A quantity or kind that needs an observer. */
type NeedsPlace = ReadonlySet<string>;

type Lists = Readonly<Record<Exclude<CatalogList, 'leads'>, readonly Choice[]>>;

/** Options of the fields of the editors: the lists of the catalog, and the template variables for each field. */
export interface Choices extends Lists {
  readonly sites: readonly Choice[];
  /** Leads of a target in hours; for an unknown target those of all. */
  readonly leadsOf: (target: string | undefined) => readonly number[];
  readonly variables: readonly Choice[];
  readonly needPlace: NeedsPlace;
}

/** Choices from a catalog; without one only the variables, and names must be typed. */
export function choicesFrom(catalog: Catalog | undefined, variableNames: readonly string[]): Choices {
  const variables = variableNames.map((name) => ({
    label: `$${name}`,
    value: `$${name}`,
    group: 'Template variables',
  }));
  const placed = [...(catalog?.quantities ?? []), ...(catalog?.eventKinds ?? [])].filter((item) => item.needsObserver);
  return {
    bodies: itemChoices(catalog?.bodies),
    quantities: itemChoices(catalog?.quantities),
    eventKinds: itemChoices(catalog?.eventKinds),
    sites: (catalog?.sites ?? []).map((site) => ({
      label: site.name,
      value: site.id,
      description: `${site.latitude}, ${site.longitude}, ${site.elevation} m`,
    })),
    satelliteGroups: itemChoices(catalog?.satelliteGroups),
    satellites: (catalog ? satellitesOf(catalog) : []).map(({ noradId, name }) => ({
      label: name,
      value: String(noradId),
      description: `NORAD ${noradId}`,
    })),
    series: itemChoices(catalog?.series),
    spaceWeatherKinds: itemChoices(catalog?.spaceWeatherKinds),
    sources: itemChoices(catalog?.sources),
    forecastTargets: itemChoices(catalog?.forecastTargets),
    forecastModels: itemChoices(catalog?.forecastModels),
    leadsOf: (target) => leadsOf(catalog, target),
    variables,
    needPlace: new Set(placed.map(({ id }) => id)),
  };
}

const itemChoices = (items: ReadonlyArray<Pick<CatalogItem, 'id' | 'title'> & Partial<CatalogItem>> = []): Choice[] =>
  items.map(({ id, title, unit, description }) => {
    const about = description ?? (unit && unit !== 'none' ? unit.replace('suffix: ', '') : undefined);
    return { label: title, value: id, ...(about === undefined ? {} : { description: about }) };
  });

function leadsOf(catalog: Catalog | undefined, target: string | undefined): readonly number[] {
  const targets = catalog?.forecastTargets ?? [];
  const known = targets.filter(({ id }) => id === target);
  const leads = new Set((known.length > 0 ? known : targets).flatMap(({ leadHours }) => leadHours));
  return [...leads].sort((a, b) => a - b);
}
