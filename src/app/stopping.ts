// How a process of the house ends when it is told to: in good order, and within the time that containers get.

/** Ms within which it is over, whatever hangs: everything that matters is in the database by then. */
const LIMIT = 9_500;

/** @param close ends in good order; a second signal does not wait for it
 *  @param say gets one sentence when something hung beyond the limit */
export const stopOnSignals = (close: () => Promise<void>, say: (line: string) => void): void => {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => {
      say('Stopped before all was handed back; what was in hand goes on at the next start.');
      process.exit(0);
    }, LIMIT).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
};
