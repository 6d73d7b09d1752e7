// The terminal: the same words as in a chat, printed instead of posted. Exit code 0 done, 1 failed, 2 refused or bad input,
// 3 unknown outcome.
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { describeRefusal } from './base/refusal.ts';
import { openTerminalHouse } from './cli/house.ts';
import { readOptions } from './cli/options.ts';
import { refInPipeline } from './cli/pipeline-ref.ts';
import { exitCodeOf, printable, progressLines } from './cli/print.ts';
import { hasEnded, type Operation } from './domain/operation.ts';
import type { TestReport } from './domain/test-report.ts';
import { runSeen } from './services/jobs/follow.ts';
import { toJUnit } from './services/tests/junit.ts';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const isReport = (data: unknown): data is TestReport =>
  typeof data === 'object' &&
  data !== null &&
  'suite' in data &&
  'cases' in data &&
  Array.isArray(data.cases);

const run = async (): Promise<number> => {
  const [first, ...rest] = process.argv.slice(2);
  // Not a command of the bot: it works with whoever runs it, on what the bot needs before it can.
  if (first === 'setup') {
    const { processTerminal, runSetup } = await import('./cli/setup.ts');
    return runSetup(rest, process.env, userInfo().username, processTerminal(print, tell));
  }
  const options = readOptions(process.argv.slice(2).map((word) => refInPipeline(word, process.env)));
  if (options.words === '') {
    tell('Say what to do, for example: npm run brickbot -- help');
    return 2;
  }
  const startedAt = Date.now();
  const house = await openTerminalHouse(process.env, tell);
  try {
    const answer = await house.say(options.words, userInfo().username);
    if (answer.op === undefined) {
      // Green already: the results of that time are results, too.
      if (options.junit !== undefined && isReport(answer.data))
        writeFileSync(options.junit, toJUnit(answer.data));
      print(
        options.json
          ? JSON.stringify(printable.answer(answer, { words: options.words, startedAt, endedAt: Date.now() }))
          : answer.text,
      );
      return answer.failure === undefined ? 0 : exitCodeOf.failure(answer.failure);
    }
    if (answer.text !== '') tell(answer.text);
    let seen: Operation | undefined;
    for (;;) {
      const followed = await house.follow(answer.op, seen?.revision ?? -1);
      if (!followed) break;
      if (!options.json) for (const line of progressLines(seen, followed.operation)) tell(line);
      seen = followed.operation;
      const held = seen.state === 'held';
      if (held && options.yes) await house.say(`start ${seen.op}`, userInfo().username);
      if (hasEnded(seen.state) || !options.wait || (held && !options.yes)) {
        if (options.junit !== undefined && seen.kind === 'tests' && seen.result !== undefined) {
          const url = runSeen(seen)?.url;
          writeFileSync(
            options.junit,
            toJUnit(seen.result as TestReport, {
              startedAt: seen.startedAt,
              ...(url !== undefined && { url }),
            }),
          );
        }
        print(options.json ? JSON.stringify(printable.operation(seen)) : followed.text);
        return exitCodeOf.operation(seen);
      }
    }
    tell(`Operation ${answer.op} is no longer there.`);
    return 3;
  } finally {
    await house.close();
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  for (const line of describeRefusal(error)) tell(line);
  process.exitCode = 2;
}
