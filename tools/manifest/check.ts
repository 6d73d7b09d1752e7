// Looks at a package before it leaves: Microsoft's own JSON schemas (manifest/schema), and what they cannot say: sizes of the icons,
// what lies in the zip, unfilled placeholders. No network.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

const SCHEMAS = join(import.meta.dirname, '../../manifest/schema');
const KINDS = { manifest: 'MicrosoftTeams.schema.json', language: 'MicrosoftTeams.Localization.schema.json' };

const validators = new Map<keyof typeof KINDS, (value: unknown) => readonly string[]>();

/** Every breach of the official schema, as path and reason; empty when there is none. */
export const schemaFaults = (kind: keyof typeof KINDS, value: unknown): readonly string[] => {
  const known = validators.get(kind) ?? compile(kind);
  validators.set(kind, known);
  return known(value);
};

const compile = (kind: keyof typeof KINDS): ((value: unknown) => readonly string[]) => {
  const { $schema: _draft4, ...schema } = JSON.parse(
    readFileSync(join(SCHEMAS, KINDS[kind]), 'utf8'),
  ) as Record<string, unknown>;
  // The schemas are written in draft 4, and use nothing that later drafts read differently.
  const validate = new Ajv({
    allErrors: true,
    strict: false,
    unicodeRegExp: false,
    formats: { uri: (text) => URL.canParse(text) },
  }).compile(schema);
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) =>
            `${instancePath || '/'} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
        );
};

/** Width, height and whether pixels can be transparent, from a PNG's header. @throws Error when it is none */
export const pngFacts = (
  bytes: Uint8Array,
): { readonly width: number; readonly height: number; readonly alpha: boolean } => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452)
    throw new Error('not a PNG');
  return { width: view.getUint32(16), height: view.getUint32(20), alpha: [4, 6].includes(view.getUint8(25)) };
};

const ICONS = { 'color.png': 192, 'outline.png': 32 } as const;

/** Everything that is wrong with the files of a package, by their paths in the zip. */
export const packageFaults = (files: Readonly<Record<string, Uint8Array>>): readonly string[] => {
  const parsed = new Map(
    Object.entries(files)
      .filter(([path]) => path.endsWith('.json'))
      .map(([path, bytes]) => [path, JSON.parse(new TextDecoder().decode(bytes)) as unknown]),
  );
  const manifest = parsed.get('manifest.json');
  if (manifest === undefined) return ['manifest.json is not at the root of the zip'];
  return [
    ...schemaFaults('manifest', manifest).map((fault) => `manifest.json ${fault}`),
    ...[...parsed]
      .filter(([path]) => path !== 'manifest.json')
      .flatMap(([path, value]) => schemaFaults('language', value).map((fault) => `${path} ${fault}`)),
    ...Object.entries(ICONS).flatMap(([path, size]) => iconFaults(path, size, files[path])),
    ...[...parsed].flatMap(([path, value]) =>
      /\$\{\{|\{\{|\[\[/.test(JSON.stringify(value)) ? [`${path} has an unfilled placeholder`] : [],
    ),
    ...languagesOf(manifest).flatMap((path) => (parsed.has(path) ? [] : [`${path} is named but not there`])),
  ];
};

const iconFaults = (path: string, size: number, bytes: Uint8Array | undefined): readonly string[] => {
  if (!bytes) return [`${path} is not at the root of the zip`];
  const { width, height, alpha } = pngFacts(bytes);
  return [
    ...(width === size && height === size ? [] : [`${path} is ${width}×${height}, not ${size}×${size}`]),
    ...(path === 'outline.png' && !alpha ? [`${path} has no transparent ground`] : []),
  ];
};

const languagesOf = (manifest: unknown): readonly string[] => {
  const info = (manifest as { localizationInfo?: { additionalLanguages?: readonly { file: string }[] } })
    .localizationInfo;
  return (info?.additionalLanguages ?? []).map(({ file }) => file);
};
