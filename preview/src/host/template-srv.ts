import type { ScopedVars, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { sceneGraph, type SceneObject, type VariableCustomFormatterFn } from '@grafana/scenes';

const TEMPLATE = /\$(\w+)|\[\[(\w+?)(?::\w+)?\]\]|\$\{(\w+)(?:\.[^:^}]+)?(?::[^}]+)?\}/;

/** Interpolation by the scene that asks (`scopedVars.__sceneObject`), else by the scene on the page. */
export interface SceneTemplateSrv extends TemplateSrv {
  readonly setScene: (scene: SceneObject | null) => void;
}

function sceneOf(scopedVars: ScopedVars | undefined): SceneObject | null {
  const holder = scopedVars?.['__sceneObject']?.value as { valueOf: () => SceneObject } | undefined;
  return holder?.valueOf() ?? null;
}

export function createTemplateSrv(): SceneTemplateSrv {
  let current: SceneObject | null = null;
  return {
    setScene: (scene) => {
      current = scene;
    },
    replace: (target = '', scopedVars, format) => {
      const scene = sceneOf(scopedVars) ?? current;
      return scene
        ? sceneGraph.interpolate(scene, target, scopedVars, format as string | VariableCustomFormatterFn)
        : target;
    },
    containsTemplate: (target) => target !== undefined && TEMPLATE.test(target),
    getVariables: () => {
      const variables = current ? sceneGraph.getVariables(current).state.variables : [];
      return variables.map((variable) => {
        const { name, type, label } = variable.state;
        const value = variable.getValue();
        return { id: name, name, type, label, current: { value, text: value } } as unknown as TypedVariableModel;
      });
    },
    updateTimeRange: () => undefined,
  };
}
