// The face of the room: from domain nouns to cards. Every function is pure; the time is an argument.
export { versionCard, welcomeCard, whoamiCard } from './about.ts';
export { askCard, chooseCard, didYouMeanCard } from './ask.ts';
export { deployCard } from './deploy.ts';
export { experimentCard } from './experiment.ts';
export { failureCard } from './failure.ts';
export { gallery } from './gallery.ts';
export { commandHelpCard, helpCard } from './help.ts';
export { jobCard } from './job.ts';
export { deploymentsCard, environmentsCard, jobsCard } from './lists.ts';
export { lockCard, locksCard, releasedCard } from './lock.ts';
export { noticeCard } from './notice.ts';
export { plainText } from './plain.ts';
export { planCard } from './plan.ts';
export { experimentRunCard, jobRunCard } from './run.ts';
export * from './samples/index.ts';
export { subscribedCard, subscriptionsCard } from './subscription.ts';
export { freshCard, testsCard } from './tests.ts';
export { noticeText } from './trouble.ts';
