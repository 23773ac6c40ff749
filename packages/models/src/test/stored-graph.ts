import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeModel } from '../onnx/onnx-schema.ts';

const storedModel = z.object({
  graph: z.object({
    node: z.array(z.object({ op_type: z.string(), input: z.array(z.string()).default([]) })),
    initializer: z.array(
      z.object({
        name: z.string(),
        dims: z.array(z.number()).default([]),
        external_data: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
      }),
    ),
    input: z.array(z.object({ name: z.string() })),
  }),
});

/** What a graph's file says of its nodes, inputs and constants. */
export async function storedGraph(folder: string) {
  const { graph } = storedModel.parse(decodeModel(await readFile(join(folder, 'model.onnx'))));
  const initializers = graph.initializer.map(({ name, dims, external_data }) => {
    const place = Object.fromEntries(external_data.map(({ key, value }) => [key, value]));
    return { name, dims, offset: Number(place.offset), bytes: Number(place.length) };
  });
  return {
    operators: graph.node.map((node) => node.op_type),
    inputs: graph.input.map((input) => input.name),
    initializers: new Map(initializers.map((initializer) => [initializer.name, initializer])),
  };
}

/** Overwrites a part of a stored float32 constant; `first` counts values. */
export async function patchConstant(folder: string, name: string, first: number, values: Float32Array): Promise<void> {
  const place = (await storedGraph(folder)).initializers.get(name);
  if (place === undefined || (first + values.length) * 4 > place.bytes)
    throw new Error(`There is no such room in ${name}.`);
  const file = await open(join(folder, 'weights.bin'), 'r+');
  await file.write(new Uint8Array(values.buffer), 0, values.byteLength, place.offset + first * 4);
  await file.close();
}
