// Suites with processes, browsers and databases of their own share two cores with each other: a failure is printed and looked at once
// more before it counts, and time is given as for a loaded machine. Unit and house tests get neither.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
jest.setTimeout(30_000);
