import { scaledDistance, scaledVector } from '../math/projection.ts';
import { length } from '../math/vector.ts';
import type { SolarSystemObject, SolarSystemState } from '../model/solarSystem.ts';
import { disc, glow, hitBox, ring, writeCaption, writeLabels, type Hit, type Pen, type Size } from './canvas.ts';
import type { Label } from './labels.ts';
import { faded, type ScenePalette } from './palette.ts';

export interface SolarSystem2DInput {
  readonly state: SolarSystemState;
  readonly palette: ScenePalette;
  readonly compressed: boolean;
  readonly orbits: boolean;
  readonly highlight?: string | null;
}

/** Note on the scale beside every picture of the solar system. */
export const scaleNote = (compressed: boolean): string =>
  `${compressed ? 'Distances compressed' : 'Distances to scale'}, sizes symbolic`;

/** Largest distance from the Sun in the picture, on its scale, of bodies and orbits. */
export function extentOf(objects: readonly SolarSystemObject[], compressed: boolean): number {
  let farthest = 0.5;
  for (const { position, orbit } of objects) {
    farthest = Math.max(farthest, length(position));
    for (let i = 0; orbit && i + 2 < orbit.length; i += 3) {
      farthest = Math.max(farthest, Math.hypot(orbit[i] ?? 0, orbit[i + 1] ?? 0, orbit[i + 2] ?? 0));
    }
  }
  return scaledDistance(farthest, compressed);
}

/**
 * The solar system from the north pole of the ecliptic: the vernal equinox to the right, planets turn anticlockwise.
 */
export function drawSolarSystem2D(pen: Pen, input: SolarSystem2DInput, size: Size): readonly Hit[] {
  const { state, palette, compressed } = input;
  const k = (Math.min(size.width, size.height) / 2 - 26) / extentOf(state.objects, compressed);
  const [cx, cy] = [size.width / 2, size.height / 2];
  const place = (v: readonly [number, number, number]): readonly [number, number] => {
    const [x, y] = scaledVector(v, compressed);
    return [cx + x * k, cy - y * k];
  };
  pen.clearRect(0, 0, size.width, size.height);
  if (input.orbits) for (const object of state.objects) drawOrbit(pen, object, place, palette);
  const hits: Hit[] = [];
  const labels: Label[] = [];
  for (const object of state.objects) {
    const [x, y] = place(object.position);
    const { name } = object.look;
    const isMoon = object.id === 'moon';
    const radius = isMoon ? 2 : object.look.radius;
    if (object.id === 'sun') glow(pen, x, y, 46, 'rgba(255, 206, 110, 0.9)');
    else ring(pen, x, y, radius + 1, palette.background, 2);
    drawPlanet(pen, object, x, y, radius, Math.atan2(cy - y, cx - x), palette);
    if (input.highlight === object.id) ring(pen, x, y, radius + 4, palette.accent, 2);
    hits.push({ id: object.id, x, y, radius });
    labels.push({ text: name, x, y, gap: radius + 4, colour: palette.text, priority: isMoon ? 1 : 10 });
  }
  const caption = writeCaption(pen, scaleNote(compressed), palette, size);
  writeLabels(pen, labels, palette, size, faded(palette.background, 0.8), [caption, ...hits.map(hitBox)]);
  return hits;
}

function drawOrbit(
  pen: Pen,
  object: SolarSystemObject,
  place: (v: readonly [number, number, number]) => readonly [number, number],
  palette: ScenePalette,
): void {
  const { orbit } = object;
  if (!orbit) return;
  pen.beginPath();
  for (let i = 0; i + 2 < orbit.length; i += 3) {
    const [x, y] = place([orbit[i] ?? 0, orbit[i + 1] ?? 0, orbit[i + 2] ?? 0]);
    pen.lineTo(x, y);
  }
  pen.strokeStyle = faded(object.look.colour, palette.isDark ? 0.34 : 0.75);
  pen.lineWidth = 1;
  pen.stroke();
}

/**
 * A body's symbol, lit from the Sun's side.
 * @param sunward direction of the Sun in the picture, radians from +x towards +y (down)
 */
export function drawPlanet(
  pen: Pen,
  object: SolarSystemObject,
  x: number,
  y: number,
  radius: number,
  sunward: number,
  palette: ScenePalette,
): void {
  const { colour } = object.look;
  disc(pen, x, y, radius, colour);
  if (object.id === 'sun') {
    disc(pen, x, y, radius * 0.72, '#fff3d0');
    return;
  }
  const [dx, dy] = [Math.cos(sunward) * radius, Math.sin(sunward) * radius];
  const shade = pen.createLinearGradient(x + dx, y + dy, x - dx, y - dy);
  shade.addColorStop(0, 'rgba(255, 255, 255, 0.28)');
  shade.addColorStop(0.45, 'rgba(0, 0, 0, 0)');
  shade.addColorStop(1, palette.isDark ? 'rgba(0, 0, 0, 0.72)' : 'rgba(20, 26, 40, 0.5)');
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = shade;
  pen.fill();
  if (object.id === 'saturn') drawRing(pen, x, y, radius, colour);
}

function drawRing(pen: Pen, x: number, y: number, radius: number, colour: string): void {
  pen.beginPath();
  pen.ellipse(x, y, radius * 1.8, radius * 0.6, -0.35, 0, 2 * Math.PI);
  pen.strokeStyle = faded(colour, 0.8);
  pen.lineWidth = 1.4;
  pen.stroke();
}
