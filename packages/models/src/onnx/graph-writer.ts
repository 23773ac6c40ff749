import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFully } from '../write-fully.ts';
import { encodeModel } from './onnx-schema.ts';

/** Element types of tensors, by their number in ONNX. */
export const elementTypes = { float32: 1, uint8: 2, int32: 6, int64: 7 } as const;

export type ElementType = keyof typeof elementTypes;
type Attribute = number | string | { float: number } | readonly number[];

export interface NodeOptions {
  attributes?: Record<string, Attribute>;
  domain?: 'com.microsoft';
}

// Weights are mapped by page when they begin at one; short tensors stay in the model file.
const alignment = 4_096;
const inlineBytes = 256;

/**
 * Collects a graph and writes its weights to a file of their own as they come, so that a model is never held in memory twice.
 * `finish` writes the model file; `abandon` closes what is open after a failure.
 */
export class GraphWriter {
  readonly #folder: string;
  readonly #weightsName: string;
  readonly #nodes: Record<string, unknown>[] = [];
  readonly #initializers: Record<string, unknown>[] = [];
  readonly #names = new Set<string>();
  readonly #inputs: Record<string, unknown>[] = [];
  readonly #outputs: Record<string, unknown>[] = [];
  readonly #stored = new WeakMap<ArrayBufferView, Record<string, unknown>>();
  #weights: FileHandle | null = null;
  #offset = 0;

  constructor(folder: string, weightsName: string) {
    this.#folder = folder;
    this.#weightsName = weightsName;
  }

  input(name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#inputs.push(valueInfo(name, type, shape));
  }

  output(name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** Adds a node; gives back its first output's name. */
  node(operator: string, inputs: readonly string[], outputs: readonly string[], options: NodeOptions = {}): string {
    const attribute = Object.entries(options.attributes ?? {}).map(([name, value]) => toAttribute(name, value));
    this.#nodes.push({ op_type: operator, input: inputs, output: outputs, attribute, domain: options.domain ?? '' });
    return outputs[0] ?? '';
  }

  /**
   * Adds a constant unless one of that name is there. The shape is in elements; `[]` is a scalar. An array given again under another
   * name or shape is stored once.
   */
  async constant(name: string, type: ElementType, shape: readonly number[], data: ArrayBufferView): Promise<string> {
    if (this.#names.has(name)) return name;
    this.#names.add(name);
    const place = this.#stored.get(data) ?? (await this.#store(data));
    this.#stored.set(data, place);
    this.#initializers.push({ name, dims: shape, data_type: elementTypes[type], ...place });
    return name;
  }

  async finish(modelName: string): Promise<void> {
    await this.#weights?.sync();
    await this.abandon();
    const model = encodeModel({
      ir_version: 10,
      producer_name: 'guichet',
      opset_import: [
        { domain: '', version: 21 },
        { domain: 'com.microsoft', version: 1 },
      ],
      graph: {
        name: 'generator',
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    await writeFile(join(this.#folder, modelName), model, { flush: true });
  }

  async abandon(): Promise<void> {
    await this.#weights?.close();
    this.#weights = null;
  }

  async #store(data: ArrayBufferView): Promise<Record<string, unknown>> {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (bytes.byteLength <= inlineBytes) return { raw_data: bytes.slice() };
    this.#weights ??= await open(join(this.#folder, this.#weightsName), 'w');
    const offset = Math.ceil(this.#offset / alignment) * alignment;
    await writeFully(this.#weights, bytes, offset);
    this.#offset = offset + bytes.byteLength;
    const place = { location: this.#weightsName, offset: String(offset), length: String(bytes.byteLength) };
    return { data_location: 1, external_data: Object.entries(place).map(([key, value]) => ({ key, value })) };
  }
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): Record<string, unknown> {
  const dim = shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: elementTypes[type], shape: { dim } } } };
}

function toAttribute(name: string, value: Attribute): Record<string, unknown> {
  if (typeof value === 'number') return { name, type: 2, i: value };
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) };
  return 'float' in value ? { name, type: 1, f: value.float } : { name, type: 7, ints: value };
}
