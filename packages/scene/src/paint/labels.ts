/** A label beside a point of the picture, pixels. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Distance of the label from the point. */
  readonly gap: number;
  readonly colour: string;
  /** If two would overlap, the one with the larger value wins. */
  readonly priority: number;
  readonly size?: number;
  readonly weight?: number;
  /** Spaced letters, placed on the point only: names of areas. */
  readonly area?: boolean;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PlacedLabel {
  readonly label: Label;
  /** Left end of the text, vertically centred. */
  readonly x: number;
  readonly y: number;
  readonly box: Box;
}

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Right, left, above, below, then the corners. */
const SIDES: readonly (readonly [dx: number, dy: number])[] = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [0.75, -0.75],
  [0.75, 0.75],
  [-0.75, -0.75],
  [-0.75, 0.75],
];

function boxAt(label: Label, side: readonly [number, number], width: number, height: number): Box {
  if (label.area) return centred(label.x, label.y, width, height);
  const [dx, dy] = side;
  const x = label.x + dx * (label.gap + width / 2);
  const y = label.y + dy * (label.gap + height / 2);
  return centred(x, y, width, height);
}

const centred = (x: number, y: number, width: number, height: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

/** Whether a pixel has the background that the labels are made for, such as the dome of the sky. */
export type Ground = (x: number, y: number) => boolean;

/** Labels of this priority are drawn even where they are less legible: names of planets, not of stars. */
const MUST_BE_TOLD = 80;

const corners = ({ left, right, top, bottom }: Box) =>
  [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const;

/**
 * Finds a place for every label so that none overlaps another, a symbol of `taken`, or the edge. The most important
 * come first; a label without room is left out, and so is one that would leave the background it is made for, unless
 * its priority requires it.
 */
export function layoutLabels(
  labels: readonly Label[],
  measure: (label: Label) => { readonly width: number; readonly height: number },
  size: { readonly width: number; readonly height: number },
  taken: readonly Box[] = [],
  ground: Ground = () => true,
): readonly PlacedLabel[] {
  const used: Box[] = [...taken];
  const placed: PlacedLabel[] = [];
  for (const label of [...labels].sort((a, b) => b.priority - a.priority)) {
    const { width, height } = measure(label);
    const sides = label.area ? SIDES.slice(0, 1) : SIDES;
    const free = sides
      .map((side) => boxAt(label, side, width, height))
      .filter((b) => inside(b, size) && !used.some((other) => overlap(b, other)));
    const onGround = label.area ? free[0] : free.find((b) => corners(b).every(([x, y]) => ground(x, y)));
    const box = onGround ?? (label.priority >= MUST_BE_TOLD ? free[0] : undefined);
    if (!box) continue;
    used.push(box);
    placed.push({ label, x: box.left, y: (box.top + box.bottom) / 2, box });
  }
  return placed;
}

const inside = (box: Box, size: { readonly width: number; readonly height: number }): boolean =>
  box.left >= 2 && box.top >= 2 && box.right <= size.width - 2 && box.bottom <= size.height - 2;
