// One row of the table of settings: its type, its default, whether it is secret, and its help.

export type SettingType = 'text' | 'url' | 'port' | 'number' | 'flag' | 'level' | 'list';

export interface SettingRow {
  readonly type: SettingType;
  readonly default?: string;
  /** Never printed, and may be given as `NAME_FILE=/path` instead of its value. */
  readonly secret?: boolean;
  readonly group: 'bot' | 'databricks' | 'git' | 'store' | 'service';
  readonly help: string;
}

type Details = Pick<SettingRow, 'default' | 'secret'>;
type Row<Type extends SettingType, More extends Details> = Omit<SettingRow, 'type' | keyof Details> & {
  readonly type: Type;
} & More;

/** Keeps the literal type and whether there is a default, from which the type of the parsed settings follows. */
export const row = <const Type extends SettingType, const More extends Details = Record<never, never>>(
  group: SettingRow['group'],
  type: Type,
  help: string,
  more?: More,
): Row<Type, More> => ({ group, type, help, ...(more ?? ({} as More)) });
