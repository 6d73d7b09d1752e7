// Restify hangs methods of its own on Node's request and response classes. Jest's test files share one process, and with it those
// classes: each file gets them back as they were, or the second file would meet the first one's changes.
import http from 'node:http';
import { afterAll } from '@jest/globals';

const shared = [
  http.ServerResponse.prototype,
  http.IncomingMessage.prototype,
  http.OutgoingMessage.prototype,
];
const before = shared.map((prototype) => Object.getOwnPropertyDescriptors(prototype));

afterAll(() => {
  shared.forEach((prototype, index) => {
    for (const name of Reflect.ownKeys(prototype)) if (!(name in before[index])) delete prototype[name];
    Object.defineProperties(prototype, before[index]);
  });
});
