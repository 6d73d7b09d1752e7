// Which stages of life a list shows.
import { invalid } from '../fields.ts';
import type { Sql } from '../filter/sql.ts';

/** ACTIVE_ONLY (also when absent), DELETED_ONLY or ALL as a condition on the table's alias. */
export function stages(viewType: string | undefined, alias: string): Sql {
  switch (viewType) {
    case undefined:
    case '':
    case 'ACTIVE_ONLY':
      return { text: `${alias}.lifecycle_stage = 'active'`, values: [] };
    case 'DELETED_ONLY':
      return { text: `${alias}.lifecycle_stage = 'deleted'`, values: [] };
    case 'ALL':
      return { text: '1 = 1', values: [] };
    default:
      throw invalid(`Invalid view type '${viewType}'. Valid values are ACTIVE_ONLY, DELETED_ONLY, ALL.`);
  }
}
