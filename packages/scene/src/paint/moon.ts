import type { Pen } from './canvas.ts';
import { disc } from './canvas.ts';

/**
 * Outline of the lit part of the Moon's disc of radius 1, the bright limb towards +x: the limb from bottom to top and
 * back along the terminator, half an ellipse whose half axis is 1 − 2k (Meeus ch. 41: k = (1 + cos i) / 2).
 * @param illuminated lit share of the disc, 0–1
 */
export function moonOutline(illuminated: number, steps = 48): readonly (readonly [x: number, y: number])[] {
  const k = Math.max(0, Math.min(1, illuminated));
  const angle = (i: number): number => -Math.PI / 2 + (i / steps) * Math.PI;
  const limb = Array.from({ length: steps + 1 }, (_, i) => [Math.cos(angle(i)), Math.sin(angle(i))] as const);
  const terminator = limb.map(([x, y]) => [(1 - 2 * k) * x, y] as const).reverse();
  return [...limb, ...terminator];
}

export interface MoonDrawing {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly illuminated: number;
  /** Direction of the bright limb in the picture, radians from +x towards +y (down). */
  readonly angle: number;
  readonly lit: string;
  readonly dark: string;
}

export function drawMoon(pen: Pen, moon: MoonDrawing): void {
  disc(pen, moon.x, moon.y, moon.radius + 0.75, moon.dark);
  pen.save();
  pen.translate(moon.x, moon.y);
  pen.rotate(moon.angle);
  pen.beginPath();
  for (const [x, y] of moonOutline(moon.illuminated)) pen.lineTo(x * moon.radius, y * moon.radius);
  pen.closePath();
  pen.fillStyle = moon.lit;
  pen.fill();
  pen.restore();
}
