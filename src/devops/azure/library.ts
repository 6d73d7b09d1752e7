// The library of a project: variable groups, by which pipelines get addresses and secrets. Values of secrets never come back.
import { z } from 'zod';
import type { AzureAddress } from './address.ts';
import { type AzureHttp, gibberish } from './http.ts';

export interface AzureLibrary {
  /** Names of the variables in the group of exactly this name; undefined when there is none (or none that may be seen). */
  variables(group: string, signal?: AbortSignal): Promise<readonly string[] | undefined>;
}

const groupShape = z.object({
  name: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

export const azureLibrary = (http: AzureHttp, { project }: AzureAddress): AzureLibrary => ({
  variables: async (group, signal) => {
    const listed = await http.list(
      {
        path: `${encodeURIComponent(project)}/_apis/distributedtask/variablegroups`,
        query: { groupName: group },
        ...{ attempted: 'look for a variable group', what: `the project ${project}`, signal },
      },
      100,
    );
    for (const value of listed) {
      const parsed = groupShape.safeParse(value);
      if (!parsed.success) throw gibberish('a variable group');
      // The filter also finds longer names.
      if (parsed.data.name.toLowerCase() === group.toLowerCase())
        return Object.keys(parsed.data.variables ?? {});
    }
    return undefined;
  },
});
