/** A place that a branch can be deployed to: one checkout in one Databricks workspace. */
export interface Environment {
  readonly name: string;
  /** Path of the git folder: `/Workspace/brickbot/staging/churn`. */
  readonly checkout: string;
  /** Position in the order of environments: 0 comes first. */
  readonly order: number;
  /** Production never has a default and asks for a press on Start. */
  readonly production: boolean;
  /** Base URL of the workspace, for links. */
  readonly host: string;
}
