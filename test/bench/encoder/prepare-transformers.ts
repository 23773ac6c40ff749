import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Step } from '../../../infra/dev/progress.ts';
import { root } from '../../e2e/support/start-platform.ts';
import { runLogged } from '../processes/run-logged.ts';

const version = '4.3.1';

export interface TransformersJs {
  /** Address of its module. */
  module: string;
  /** The folder that holds the model's folder `encoder`. */
  models: string;
}

/**
 * transformers.js under .cache/bench, installed once, and the pack's very ONNX file laid out as it wants it. Throws `Stop` where npm
 * cannot install it.
 */
export async function prepareTransformers(packFolder: string, step: Step): Promise<TransformersJs> {
  const folder = join(root, '.cache/bench/transformers-js');
  const home = join(folder, 'node_modules/@huggingface/transformers');
  if (!existsSync(home) || readVersion(home) !== version) {
    step.update('installing transformers.js');
    mkdirSync(folder, { recursive: true });
    const dependencies = { '@huggingface/transformers': version };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
    await runLogged('npm', words, join(root, '.cache/bench/transformers-js.log'), folder);
  }
  const models = join(folder, 'models');
  layOut(packFolder, join(models, 'encoder'));
  return { module: pathToFileURL(join(home, 'dist/transformers.node.mjs')).href, models };
}

function readVersion(home: string): string {
  return (JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }).version;
}

function layOut(packFolder: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  cpSync(join(packFolder, 'tokenizer.json'), join(folder, 'tokenizer.json'));
  symlinkSync(join(packFolder, 'model.onnx'), join(folder, 'onnx/model.onnx'));
  // It runs any graph whose inputs it can name; the type only chooses which inputs those are.
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ model_type: 'bert', pad_token_id: 0 }));
  const tokenizer = { tokenizer_class: 'PreTrainedTokenizerFast', pad_token: '<s>', model_max_length: 512 };
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizer));
}
