// The table of locks as TypeScript sees it.

export interface LockTable {
  environment: string;
  holder_id: string;
  holder_name: string;
  reason: string;
  branch: string | null;
  taken_at: number;
  until: number;
}
