import type { GraphBuild } from './graph-build.ts';

/** Adds cos and sin of every position, [contextLength, headDim / 2] (Su et al. 2021, RoFormer). */
export async function addRotaryTables({ writer, checkpoint }: GraphBuild): Promise<void> {
  const { contextLength, headDim, ropeBase } = checkpoint.shape;
  const half = headDim / 2;
  const cosines = new Float32Array(contextLength * half);
  const sines = new Float32Array(contextLength * half);
  for (let index = 0; index < cosines.length; index += 1) {
    const angle = Math.floor(index / half) * ropeBase ** (-(index % half) / half);
    cosines[index] = Math.cos(angle);
    sines[index] = Math.sin(angle);
  }
  await writer.constant('rotary.cos', 'float32', [contextLength, half], cosines);
  await writer.constant('rotary.sin', 'float32', [contextLength, half], sines);
}
