import { formattedValueToString, type DataFrame } from '@grafana/data';
import type { SceneFrame } from '@orrery/scene/frames';

/** Grafana's frames as the scene reads them; numbers keep the unit and decimals of their field configuration. */
export function toSceneFrames(series: readonly DataFrame[]): readonly SceneFrame[] {
  return series.map((frame) => ({
    name: frame.name,
    meta: { custom: frame.meta?.custom },
    fields: frame.fields.map(({ name, type, labels, values, config, display }) => ({
      name,
      type,
      labels,
      values,
      config: { unit: config.unit ?? undefined },
      ...(display ? { format: (value: number) => formattedValueToString(display(value)) } : {}),
    })),
  }));
}
