// Suites with processes, browsers and databases of their own share two cores with each other: a failure is printed and looked at once
// more before it counts. Unit and house tests get no second look.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
