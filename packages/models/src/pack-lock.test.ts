import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takePackLock } from './pack-lock.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

const signal = new AbortController().signal;
const ignore = () => {};

/** Another process that takes the lock and keeps it. */
async function holdElsewhere(file: string) {
  const program = `
    import { takePackLock } from ${JSON.stringify(join(import.meta.dirname, 'pack-lock.ts'))};
    await takePackLock(${JSON.stringify(file)}, { signal: new AbortController().signal, onWait() {} });
    console.log('held');
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of an installation', () => {
  it('is held by one at a time, in this process too', async () => {
    const file = join(await temporaryFolder(), 'x.lock');
    const order: string[] = [];
    const first = await takePackLock(file, { signal, onWait: ignore });
    const second = takePackLock(file, { signal, onWait: () => order.push('waiting') }).then((unlock) => {
      order.push('second');
      unlock();
    });
    await wait(300);
    order.push('first done');
    first();
    await second;
    expect(order).toEqual(['waiting', 'first done', 'second']);
  });

  it('is waited for while another process holds it, and free once that is killed', async () => {
    const file = join(await temporaryFolder(), 'x.lock');
    const holder = await holdElsewhere(file);
    let waited = 0;
    const taken = takePackLock(file, { signal, onWait: () => (waited += 1) });
    await wait(300);
    expect(waited).toBe(1);
    holder.kill('SIGKILL');
    (await taken)();
  });

  it('is not waited for any more once the installation is stopped', async () => {
    const file = join(await temporaryFolder(), 'x.lock');
    const unlock = await takePackLock(file, { signal, onWait: ignore });
    const stopper = new AbortController();
    const second = takePackLock(file, { signal: stopper.signal, onWait: () => stopper.abort() });
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    unlock();
  });

  it('names a folder in which it cannot be', async () => {
    const taken = takePackLock('/proc/guichet/x.lock', { signal, onWait: ignore });
    await expect(taken).rejects.toMatchObject({ code: 'not_writable' });
  });
});
