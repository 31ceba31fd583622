import { FieldConfigProperty, identityOverrideProcessor, type SetFieldConfigOptionsArgs } from '@grafana/data';

const NoEditor = (): null => null;

/**
 * Declares a panel's own field options (`custom.*`) with their defaults, so that defaults and overrides apply, and its
 * colours.
 */
export function addFieldDefaults(
  defaults: Readonly<Record<string, unknown>>,
  colorMode = 'thresholds',
): SetFieldConfigOptionsArgs<object> {
  return {
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: colorMode } } },
    useCustomConfig: (builder) => {
      for (const [path, defaultValue] of Object.entries(defaults)) {
        builder.addCustomEditor({
          id: path,
          path: path as never,
          name: path,
          editor: NoEditor,
          override: NoEditor,
          process: identityOverrideProcessor,
          shouldApply: () => true,
          ...(defaultValue === undefined ? {} : { defaultValue }),
        });
      }
    },
  };
}
