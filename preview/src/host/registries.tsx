import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
  type DataTransformerInfo,
  type FieldConfigPropertyItem,
  type FieldOverrideContext,
  type TransformerRegistryItem,
} from '@grafana/data';

type Processor = (value: unknown, context: FieldOverrideContext, settings?: unknown) => unknown;

/** Nobody edits options in the preview; the registries still demand an editor for each. */
const NoEditor = (): null => null;

const EDITORS = [
  'text',
  'number',
  'slider',
  'boolean',
  'radio',
  'select',
  'multi-select',
  'unit',
  'color',
  'fieldColor',
  'string-array',
  'strings',
  'thresholds',
  'mappings',
  'links',
  'stats-picker',
  'timezone',
  'field-name',
  'dashboard-uid',
  'dashboard-picker',
  'nested',
  'actions',
  'image',
  'resource',
  'colorThresholds',
  'statsPicker',
  'stringArray',
  'fieldName',
];

/** Standard field options by path, with how an override's value is read. */
const STANDARD_FIELD_OPTIONS: Readonly<Record<string, Processor>> = {
  displayName: displayNameOverrideProcessor as Processor,
  unit: unitOverrideProcessor as Processor,
  min: numberOverrideProcessor as Processor,
  max: numberOverrideProcessor as Processor,
  decimals: numberOverrideProcessor as Processor,
  fieldMinMax: booleanOverrideProcessor as Processor,
  noValue: stringOverrideProcessor as Processor,
  description: stringOverrideProcessor as Processor,
  color: identityOverrideProcessor as Processor,
  thresholds: thresholdsOverrideProcessor as Processor,
  mappings: valueMappingsOverrideProcessor as Processor,
  links: dataLinksOverrideProcessor as Processor,
  actions: identityOverrideProcessor as Processor,
  filterable: booleanOverrideProcessor as Processor,
};

const fieldOption = ([path, process]: [string, Processor]): FieldConfigPropertyItem => ({
  id: path,
  path,
  name: path,
  editor: NoEditor,
  override: NoEditor,
  process,
  shouldApply: () => true,
});

const transformation = (info: DataTransformerInfo): TransformerRegistryItem<unknown> => ({
  id: info.id,
  name: info.name,
  description: info.description ?? '',
  transformation: () => Promise.resolve(info),
  editor: NoEditor,
  imageDark: '',
  imageLight: '',
});

/** Fills the registries that Grafana fills at its start and that @grafana/data leaves empty. */
export function fillRegistries(): void {
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: NoEditor })));
  standardFieldConfigEditorRegistry.setInit(() => Object.entries(STANDARD_FIELD_OPTIONS).map(fieldOption));
  standardTransformersRegistry.setInit(() => {
    // Some transformers are listed under two names.
    const byId = new Map((Object.values(standardTransformers) as DataTransformerInfo[]).map((info) => [info.id, info]));
    return [...byId.values()].map(transformation);
  });
}
