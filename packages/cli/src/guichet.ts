// `npx guichet`: a conversation in the terminal, evaluation of the router, journeys, and a look at the machine.
import { parseArgs } from 'node:util';
import { ClientError } from '@guichet/client/client-error';
import { chat } from './commands/chat.ts';
import { doctor } from './commands/doctor.ts';
import { evaluate } from './commands/eval.ts';
import { test } from './commands/test.ts';
import { Stop } from './stop.ts';
import { processTerminal } from './terminal.ts';

const help = `
guichet chat [--verbose]                    talks to the assistant; without a terminal, one line a message
guichet eval FILE.jsonl… [--min N] [--json] sends messages through the router and reports how often it is right
guichet test [FILE.yaml…] [--verbose]       walks journeys with the platform that runs here; test/journeys where no file is named
guichet doctor [--json]                     says what this machine lacks and how to get it

  --gateway URL, --key KEY   where the gateway is and a secret key for it; otherwise GUICHET_GATEWAY and GUICHET_KEY,
                             otherwise the platform that npm start runs from this folder or one above
  --min N                    least share of right first guesses, from 0 to 1: below it the exit code is 1

Exit codes: 0 done, 1 below the floor, a journey that failed or something missing, 2 wrong use, 3 the gateway cannot be reached or refused.
`;

const terminal = processTerminal();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Stop) {
    terminal.complain(error.message);
    process.exitCode = error.exitCode;
  } else if (error instanceof ClientError) {
    terminal.complain(
      `${error.message} (${error.code}${error.requestId === null ? '' : `, request ${error.requestId}`})`,
    );
    process.exitCode = 3;
  } else throw error;
}

async function main(words: string[]): Promise<number> {
  const { values, positionals } = parse(words);
  const [command, ...files] = positionals;
  const { gateway, key, verbose = false, json = false } = values;
  if (values.help === true || command === undefined) {
    terminal.write(help);
    return values.help === true ? 0 : 2;
  }
  if (command === 'chat') return chat({ gateway, key, verbose }, terminal);
  if (command === 'doctor') return doctor({ json, folder: process.cwd() }, terminal);
  if (command === 'test') return test({ files: files.length === 0 ? ['test/journeys'] : files, verbose }, terminal);
  if (command !== 'eval') throw new Stop(`There is no command "${command}". See: guichet --help`);
  if (files.length === 0) throw new Stop('Name a file of rows: guichet eval FILE.jsonl');
  return evaluate({ files, gateway, key, min: readShare(values.min), json }, terminal);
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        gateway: { type: 'string' },
        key: { type: 'string' },
        min: { type: 'string' },
        json: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}. See: guichet --help`);
  }
}

function readShare(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new Stop(`--min must be a number from 0 to 1, not "${text}".`);
}
