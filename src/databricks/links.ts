// Pages of a workspace in the browser, always on the configured host: an address that came in an answer is never trusted for that.

export interface Links {
  experiment(experimentId: string): string;
  experimentRun(experimentId: string, runId: string): string;
  job(jobId: string): string;
  jobRun(jobId: string, runId: string): string;
  /** A registered model with its versions. */
  model(model: string): string;
  /** A version on an MLflow server that is no workspace. */
  servedVersion(model: string, version: string): string;
  /** A version of a registered model, in Unity Catalog when the name has three parts. */
  modelVersion(model: string, version: string): string;
  /** A notebook, file or git folder by its path. */
  folder(path: string): string;
  /** `run_page_url` in a form that opens for everybody: the one that the API gives sends people without admin rights home. */
  runPage(address: string): string | undefined;
}

/** @param orgId the workspace id, when an answer has told it; it is left out where the host holds it */
export const links = (host: string, orgId: () => string | undefined): Links => {
  const named = /^adb-\d+\./.test(new URL(host).hostname);
  const page = (path: string, fragment = ''): string => {
    const id = named ? undefined : orgId();
    // The id stands before the fragment, or the page ignores it.
    return `${host}${path}${id === undefined ? '' : `?o=${encodeURIComponent(id)}`}${fragment}`;
  };
  const part = encodeURIComponent;
  const jobRun: Links['jobRun'] = (jobId, runId) => page(`/jobs/${part(jobId)}/runs/${part(runId)}`);
  return {
    jobRun,
    experiment: (experimentId) => page(`/ml/experiments/${part(experimentId)}`),
    experimentRun: (experimentId, runId) => page(`/ml/experiments/${part(experimentId)}/runs/${part(runId)}`),
    job: (jobId) => page(`/jobs/${part(jobId)}`),
    model: (model) => {
      const parts = model.split('.');
      return parts.length === 3
        ? page(`/explore/data/models/${parts.map(part).join('/')}`)
        : page(`/ml/models/${part(model)}`);
    },
    servedVersion: (model, version) => `${host}/#/models/${part(model)}/versions/${part(version)}`,
    modelVersion: (model, version) => {
      const parts = model.split('.');
      return parts.length === 3
        ? page(`/explore/data/models/${parts.map(part).join('/')}/version/${part(version)}`)
        : page('/', `#mlflow/models/${part(model)}/versions/${part(version)}`);
    },
    folder: (path) =>
      page(
        '/',
        `#workspace${path
          .replace(/^\/Workspace(?=\/)/, '')
          .split('/')
          .map(part)
          .join('/')}`,
      ),
    runPage: (address) => {
      const given = URL.parse(address);
      if (!given || !/^https?:$/.test(given.protocol)) return undefined;
      const [, jobId, runId] = /^#job\/(\d+)\/run\/(\d+)$/.exec(given.hash) ?? [];
      if (jobId !== undefined && runId !== undefined) return jobRun(jobId, runId);
      return `${host}${given.pathname}${given.search}${given.hash}`;
    },
  };
};
