/** A picture as a table, for those who cannot or do not want to see it. */
export interface SceneTable {
  readonly caption: string;
  readonly columns: readonly SceneColumn[];
  readonly rows: readonly SceneRow[];
}

export interface SceneColumn {
  readonly id: string;
  readonly title: string;
  readonly numeric: boolean;
}

/** `id` is the id of the object in the picture, `cells` are in the order of the columns. */
export interface SceneRow {
  readonly id: string;
  readonly name: string;
  readonly cells: readonly string[];
}

export const textColumn = (id: string, title: string): SceneColumn => ({ id, title, numeric: false });
export const numberColumnOf = (id: string, title: string): SceneColumn => ({ id, title, numeric: true });
