/** Pages of a workspace in the browser. The workspace id picks the right one where a host serves several. */
export interface Links {
  experiment(experimentId: string): string;
  experimentRun(experimentId: string, runId: string): string;
  job(jobId: string): string;
  folder(path: string): string;
}

/** @param orgId the workspace id, when an answer has told it */
export const links = (host: string, orgId: () => string | undefined): Links => {
  // The id stands before the fragment, or the page ignores it.
  const page = (rest: string): string => `${host}/${orgId() === undefined ? '' : `?o=${orgId()}`}#${rest}`;
  return {
    experiment: (experimentId) => page(`mlflow/experiments/${encodeURIComponent(experimentId)}`),
    experimentRun: (experimentId, runId) =>
      page(`mlflow/experiments/${encodeURIComponent(experimentId)}/runs/${encodeURIComponent(runId)}`),
    job: (jobId) => page(`job/${encodeURIComponent(jobId)}`),
    folder: (path) =>
      page(
        `workspace${path
          .replace(/^\/Workspace/, '')
          .split('/')
          .map(encodeURIComponent)
          .join('/')}`,
      ),
  };
};
