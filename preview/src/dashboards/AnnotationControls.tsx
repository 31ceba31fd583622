import { css } from '@emotion/css';
import { LoadingState } from '@grafana/data';
import {
  ControlsLabel,
  SceneDataLayerSet,
  sceneGraph,
  SceneObjectBase,
  type SceneComponentProps,
  type SceneDataLayerProvider,
} from '@grafana/scenes';
import type { ReactElement } from 'react';

/** A named switch for each annotation of the dashboard; scenes' own control shows them without names. */
export class AnnotationControls extends SceneObjectBase {
  static Component = AnnotationControlsView;
}

function AnnotationControlsView({ model }: SceneComponentProps<AnnotationControls>): ReactElement {
  const sets = sceneGraph.getDataLayers(model).filter((set) => set instanceof SceneDataLayerSet);
  return (
    <>
      {sets
        .flatMap(({ state }) => state.layers)
        .map((layer) => (
          <LayerControl key={layer.state.key} layer={layer} />
        ))}
    </>
  );
}

function LayerControl({ layer }: { readonly layer: SceneDataLayerProvider }): ReactElement | null {
  const { data, isHidden, name, description } = layer.useState();
  if (isHidden) return null;
  const error = data?.errors?.[0]?.message;
  return (
    <div className={css({ display: 'flex' })}>
      <ControlsLabel
        htmlFor={`data-layer-${layer.state.key}`}
        label={name}
        isLoading={data?.state === LoadingState.Loading}
        onCancel={() => layer.cancelQuery?.()}
        {...(description ? { description } : {})}
        {...(error ? { error } : {})}
      />
      <layer.Component model={layer} />
    </div>
  );
}
