// The table of locks as TypeScript sees it.

export interface LockTable {
  environment: string;
  holder_id: string;
  holder_name: string;
  /** BCP 47, as their client told; null where it did not. */
  holder_locale: string | null;
  reason: string;
  branch: string | null;
  taken_at: number;
  until: number;
  /** When the holder was asked whether to keep it; null before. */
  asked_at: number | null;
  /** Where the bound branch was last seen with commits of its own; null before. */
  branch_commit: string | null;
}
