import { OrreryError } from '@orrery/contract';
import { z } from 'zod';
import { fromHalf, toHalf } from './half.ts';
import { widthOf } from './scaling.ts';
import type { NeuralWeights } from './types.ts';

/** "ONN1" and the length of the header, both as little-endian 32-bit numbers. */
const MAGIC = 0x314e4e4f;
const PREAMBLE_BYTES = 8;

const headerSchema = z.object({
  precision: z.enum(['float32', 'float16']),
  features: z.number().int().positive(),
  outputs: z.number().int().positive(),
  quantiles: z.array(z.number()).min(1),
  flagged: z.array(z.number().int().nonnegative()),
  hidden: z.array(z.number().int().positive()),
  record: z.object({
    backend: z.string(),
    seed: z.number(),
    epochs: z.number(),
    bestEpoch: z.number(),
    trainLoss: z.number(),
    laterLoss: z.number().nullable(),
  }),
});
type Header = z.infer<typeof headerSchema>;

/** `float16` rounds the kernels to 11 significant bits (half the size); scalers and biases stay whole. */
export type NeuralPrecision = Header['precision'];

interface Block {
  readonly values: Float32Array;
  readonly isHalf: boolean;
}

/** All numbers of the network in the order of the file. */
function blocksOf(weights: NeuralWeights, precision: NeuralPrecision): Block[] {
  const { inputScaler, targetScaler, layers } = weights;
  const whole = [inputScaler.mean, inputScaler.scale, targetScaler.mean, targetScaler.deviation];
  return [
    ...whole.map((values) => ({ values, isHalf: false })),
    ...layers.flatMap(({ kernel, bias }) => [
      { values: kernel, isHalf: precision === 'float16' },
      { values: bias, isHalf: false },
    ]),
  ];
}

const bytesOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { values, isHalf }) => sum + values.length * (isHalf ? 2 : 4), 0);

/** The network as bytes: a header of JSON, then the numbers, little-endian. The same weights give the same bytes. */
export function encodeNeural(weights: NeuralWeights, precision: NeuralPrecision = 'float16'): Uint8Array {
  const { features, outputs, quantiles, inputScaler, layers, record } = weights;
  const hidden = layers.slice(0, -1).map((layer) => layer.outputs);
  const { backend, seed, epochs, bestEpoch, trainLoss, laterLoss } = record;
  const header: Header = {
    precision,
    features,
    outputs,
    quantiles: [...quantiles],
    flagged: [...inputScaler.flagged],
    hidden,
    record: { backend, seed, epochs, bestEpoch, trainLoss, laterLoss },
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const blocks = blocksOf(weights, precision);
  const bytes = new Uint8Array(PREAMBLE_BYTES + text.length + bytesOf(blocks));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, text.length, true);
  bytes.set(text, PREAMBLE_BYTES);
  let at = PREAMBLE_BYTES + text.length;
  for (const { values, isHalf } of blocks) {
    for (const value of values) {
      if (isHalf) view.setUint16(at, toHalf(value), true);
      else view.setFloat32(at, value, true);
      at += isHalf ? 2 : 4;
    }
  }
  return bytes;
}

/** A network of zeros in the shape that the header tells. */
function blank({ features, outputs, quantiles, flagged, hidden, record }: Header): NeuralWeights {
  const inputScaler = { mean: new Float32Array(features), scale: new Float32Array(features), flagged };
  const widths = [widthOf(inputScaler), ...hidden, (1 + quantiles.length) * outputs];
  const layers = widths.slice(1).map((width, i) => {
    const inputs = widths[i]!;
    return { inputs, outputs: width, kernel: new Float32Array(inputs * width), bias: new Float32Array(width) };
  });
  const targetScaler = { mean: new Float32Array(outputs), deviation: new Float32Array(outputs) };
  return { features, outputs, quantiles, inputScaler, targetScaler, layers, record };
}

function readHeader(bytes: Uint8Array, view: DataView): { header: Header; end: number } {
  if (bytes.length < PREAMBLE_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new OrreryError('invalidRequest', 'These bytes are no neural network of Orrery: they must begin with ONN1.');
  }
  const end = PREAMBLE_BYTES + view.getUint32(4, true);
  try {
    return {
      header: headerSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(PREAMBLE_BYTES, end)))),
      end,
    };
  } catch (error) {
    throw new OrreryError('invalidRequest', 'The header of the neural network is damaged; fetch it again.', [], {
      cause: error,
    });
  }
}

/** The network that `encodeNeural` wrote; throws `invalidRequest` for other or damaged bytes. */
export function decodeNeural(bytes: Uint8Array): NeuralWeights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, end } = readHeader(bytes, view);
  const weights = blank(header);
  const blocks = blocksOf(weights, header.precision);
  if (end + bytesOf(blocks) !== bytes.length) {
    const expected = end + bytesOf(blocks);
    throw new OrreryError(
      'invalidRequest',
      `The neural network has ${bytes.length} bytes instead of ${expected}; fetch it again.`,
    );
  }
  let at = end;
  for (const { values, isHalf } of blocks) {
    for (let i = 0; i < values.length; i++) {
      values[i] = isHalf ? fromHalf(view.getUint16(at, true)) : view.getFloat32(at, true);
      at += isHalf ? 2 : 4;
    }
  }
  return weights;
}
