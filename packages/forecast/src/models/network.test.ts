import { describe, expect, it } from 'vitest';
import { fitNetworkScaler, networkInputs, networkValues, type Network } from './network.ts';

const rows = [
  [1, 10, 7],
  [3, NaN, 7],
  [5, 30, 7],
].map((row) => Float32Array.from(row));

describe('the scaler of a network', () => {
  const scaler = fitNetworkScaler(Uint16Array.of(0, 1, 2), rows);

  it('is fitted on known values, and flags the features that have gaps', () => {
    expect([...scaler.mean]).toEqual([3, 20, 7]);
    expect(scaler.scale[0]).toBeCloseTo(1 / Math.sqrt(8 / 3), 6);
    expect(scaler.scale[1]).toBeCloseTo(1 / 10, 6);
    expect([...scaler.flagged]).toEqual([1]);
  });

  it('gives 0 for a feature that never changed, whatever its value', () => {
    expect(networkInputs(scaler, Float32Array.of(3, 20, 1000))[2]).toBe(0);
  });

  it('gives 0 and a flag for a missing value', () => {
    expect([...networkInputs(scaler, Float32Array.of(3, NaN, 7))]).toEqual([0, 0, 0, 1]);
    expect([...networkInputs(scaler, Float32Array.of(NaN, 30, NaN))]).toEqual([0, 1, 0, 0]);
  });

  it('limits inputs to ten standard deviations', () => {
    expect([...networkInputs(scaler, Float32Array.of(1e6, -1e6, 7))]).toEqual([10, -10, 0, 0]);
  });

  it('takes the columns it was fitted for', () => {
    const second = fitNetworkScaler(Uint16Array.of(1), rows);
    expect([...networkInputs(second, Float32Array.of(99, 30, 99))]).toEqual([1, 0]);
  });
});

describe('a network', () => {
  const network: Network = {
    scaler: {
      columns: Uint16Array.of(1, 0),
      mean: Float32Array.of(1, 0),
      scale: Float32Array.of(2, 1),
      flagged: new Uint16Array(0),
    },
    layers: [
      { kernel: Float32Array.of(1, -1, 2, 0.5), bias: Float32Array.of(0.5, 0) },
      { kernel: Float32Array.of(1, 2, 3, 4), bias: Float32Array.of(10, 20) },
    ],
  };

  it('applies its layers with ReLU between them only', () => {
    // Inputs (2, 3): sums 1·2 + 2·3 + 0.5 and −1·2 + 0.5·3, of which the second is negative.
    expect([...networkValues(network, Float32Array.of(3, 2))]).toEqual([18.5, 37]);
    // Inputs (−2, 1): sums 0.5 and 2.5.
    expect([...networkValues(network, Float32Array.of(1, 0))]).toEqual([18, 31]);
  });
});
