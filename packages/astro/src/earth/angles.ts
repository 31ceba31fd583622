const DEGREES = 180 / Math.PI;
export const toRadians = (degrees: number): number => degrees / DEGREES;
export const toDegrees = (radians: number): number => radians * DEGREES;
