import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';

const MAIN = join(import.meta.dirname, '../../../src/local/main.ts');

describe('the workspace on its own', () => {
  test('prints one ready line, answers with its token, shows its page, and ends on SIGTERM', async () => {
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--token', 'dapi-own', '--big-ids'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      const ready = JSON.parse(line) as { ready: boolean; url: string; git: string };
      expect(ready).toMatchObject({ ready: true, git: `${ready.url}/git/` });
      const headers = { authorization: 'Bearer dapi-own' };
      expect((await fetch(`${ready.url}/api/2.0/preview/scim/v2/Me`, { headers })).status).toBe(200);
      const page = await fetch(ready.url);
      expect(await page.text()).toContain('Embedded Databricks workspace');
    } finally {
      child.kill('SIGTERM');
    }
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });

  test('a bad port is refused with exit code 2', async () => {
    const child = spawn(process.execPath, [MAIN, '--port', 'x'], { stdio: 'ignore' });
    expect((await once(child, 'exit'))[0]).toBe(2);
  });
});
