import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pushChange } from '../guest.ts';
import { type Answer, noPython, openJobsGuest, tasksIn } from './jobs-guest.ts';

/** True while a process with this id is there (a dead one that nobody has collected yet does not count). */
async function lives(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(stat);
}

if (noPython !== undefined) test(`could not run here: ${noPython}`, () => undefined);
else {
  test('a cancelled run takes the processes it started with it', async () => {
    const guest = await openJobsGuest();
    const file = join(tmpdir(), `jobs-child-${process.pid}`);
    const path = await guest.notebook(
      'parent',
      [
        'import subprocess, time',
        'child = subprocess.Popen(["sleep", "300"])',
        `open("${file}.new", "w").write(str(child.pid))`,
        `import os; os.rename("${file}.new", "${file}")`,
        'time.sleep(300)',
      ].join('\n'),
    );
    const id = await guest.submit(path);
    let pid = Number.NaN;
    while (Number.isNaN(pid)) {
      await guest.ok('GET', `/api/2.2/jobs/runs/get?run_id=${id}`);
      pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    }
    expect(await lives(pid)).toBe(true);
    await guest.ok('POST', '/api/2.2/jobs/runs/cancel', { run_id: id });
    await guest.ended(id);
    while (await lives(pid)) await guest.ok('GET', `/api/2.2/jobs/runs/get?run_id=${id}`);
    await rm(file, { force: true });
    await guest.close();
  }, 20_000);

  test('at most so many processes at once, and the start of a cluster can be seen', async () => {
    const guest = await openJobsGuest({}, { maxProcesses: 1, startDelayMs: 50 });
    const path = await guest.notebook('slow', 'import time\ntime.sleep(60)\n');
    const first = await guest.submit(path);
    expect((await guest.inState(first, 'PENDING'))['state']).toMatchObject({ life_cycle_state: 'PENDING' });
    await guest.inState(first, 'RUNNING');
    const second = await guest.submit(await guest.notebook('quick', 'print(1)\n'));
    const waiting = await guest.inState(second, 'PENDING');
    expect(tasksIn(waiting)[0]?.['execution_duration']).toBe(0);
    await guest.ok('POST', '/api/2.2/jobs/runs/cancel', { run_id: first });
    expect((await guest.ended(second))['state']).toMatchObject({ result_state: 'SUCCESS' });
    await guest.close();
  });

  test('the last 5 MB of a log are kept', async () => {
    const guest = await openJobsGuest();
    const clone = await guest.clone('churn');
    await pushChange(clone, 'main', 'loud.py', 'for n in range(7_000):\n    print("x" * 1000, n)\n');
    const id = await guest.submit('', {
      git_source: { git_url: guest.gitUrl('churn'), git_provider: 'gitHub', git_branch: 'main' },
      tasks: [{ task_key: 's', spark_python_task: { python_file: 'loud.py' } }],
    });
    const run = await guest.ended(id);
    const output: Answer = await guest.output(tasksIn(run)[0]?.['run_id']);
    expect(output['logs_truncated']).toBe(true);
    expect(String(output['logs'])).toMatch(/x 6999\n$/);
    expect(String(output['logs']).length).toBe(5 * 1024 * 1024);
    await guest.close();
  }, 30_000);
}
