import { ConfigurationRefused } from './config/load.ts';
import { asFault } from './errors.ts';

/** Why the program does not start, line by line, for a person at a terminal. Causes are not printed: they may hold secrets. */
export const describeRefusal = (error: unknown): readonly string[] => {
  const fault = asFault(error);
  if (fault instanceof ConfigurationRefused) {
    return [
      fault.what,
      ...fault.faults.map(({ where, name, problem, remedy }) => `  ${where}  ${name}: ${problem}. ${remedy}`),
      'Nothing was started.',
    ];
  }
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'EADDRINUSE')
    return [
      'The port is taken by another program. Set PORT to another one, or to 0 for a free one. Nothing was started.',
    ];
  return [
    `${fault.what} ${fault.next}`,
    ...(fault.code === 'internal' && error instanceof Error ? [String(error.stack)] : []),
  ];
};
