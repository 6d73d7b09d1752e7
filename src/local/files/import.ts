// Puts a notebook or a file into the tree, also into a git folder, whose checkout it makes dirty. The fields come as JSON, or as a
// form with the content as a part (how the official SDK uploads).
import { writeFile } from 'node:fs/promises';
import { isRecord } from '../kernel/json.ts';
import { ApiRefusal, type LocalRequest } from '../kernel/route.ts';
import { dialectOf, type Language, notebookLanguage, readLanguage, withoutExtension } from './notebooks.ts';
import { normalPath, parentOf } from './paths.ts';
import { hasParent, type Tree } from './tree.ts';

const IMPORT_LIMIT = 10 * 1024 * 1024;

interface Upload {
  readonly path: string;
  readonly content: Buffer;
  readonly format: string;
  readonly language: Language | undefined;
  readonly overwrite: boolean;
}

/** @throws ApiRefusal RESOURCE_ALREADY_EXISTS without overwrite, RESOURCE_DOES_NOT_EXIST without a parent, MAX_NOTEBOOK_SIZE_EXCEEDED */
export async function importFile(tree: Tree, request: LocalRequest): Promise<void> {
  const upload = await readUpload(request);
  if (upload.content.length > IMPORT_LIMIT) {
    throw new ApiRefusal(
      400,
      'MAX_NOTEBOOK_SIZE_EXCEEDED',
      'The content is larger than the 10 MB that can be imported.',
    );
  }
  const place = placeOf(upload);
  const before = await tree.find(place.path);
  if (before !== undefined && (!upload.overwrite || before.type === 'DIRECTORY' || before.type === 'REPO')) {
    throw new ApiRefusal(400, 'RESOURCE_ALREADY_EXISTS', `Path (${place.path}) already exists.`);
  }
  if (!(await hasParent(tree, place.path)) || parentOf(place.path) === '/') {
    throw new ApiRefusal(
      404,
      'RESOURCE_DOES_NOT_EXIST',
      `The parent folder (${parentOf(place.path)}) does not exist.`,
    );
  }
  if (before !== undefined && before.file !== tree.diskOf(place.path) + place.extension)
    await tree.remove(before);
  await writeFile(tree.diskOf(place.path) + place.extension, place.content);
}

/** Where the content goes: a notebook's path loses its extension, its file keeps one. */
function placeOf(upload: Upload): {
  readonly path: string;
  readonly extension: string;
  readonly content: Buffer;
} {
  const { path, content } = upload;
  const file = { path, extension: '', content };
  switch (upload.format) {
    case 'RAW':
      return file;
    case 'AUTO': {
      const language = notebookLanguage(path, content.subarray(0, 200).toString('utf8'));
      if (language === undefined) return file;
      const bare = withoutExtension(path);
      return { path: bare, extension: path.slice(bare.length), content };
    }
    case 'JUPYTER':
      return { path: path.replace(/\.ipynb$/, ''), extension: '.ipynb', content };
    case 'SOURCE': {
      if (upload.language === undefined) {
        throw new ApiRefusal(
          400,
          'INVALID_PARAMETER_VALUE',
          'language is needed to import a notebook as SOURCE.',
        );
      }
      const dialect = dialectOf(upload.language);
      const text = content.toString('utf8');
      const marked = text.startsWith(dialect.header) ? text : `${dialect.header}\n${text}`;
      return { path, extension: dialect.extension, content: Buffer.from(marked) };
    }
    default:
      throw new ApiRefusal(
        400,
        'INVALID_PARAMETER_VALUE',
        `The format ${upload.format} cannot be imported here.`,
      );
  }
}

async function readUpload(request: LocalRequest): Promise<Upload> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    const content = request.body['content'];
    if (content !== undefined && typeof content !== 'string') {
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'content must be base64 text.');
    }
    return uploadOf(request.body, Buffer.from(content ?? '', 'base64'));
  }
  const form = await new Response(new Uint8Array(request.raw), {
    headers: { 'content-type': type },
  }).formData();
  const fields: Record<string, unknown> = {};
  let content = Buffer.alloc(0);
  for (const [name, value] of form as Iterable<[string, unknown]>) {
    if (typeof value === 'string') fields[name] = value;
    else if (value instanceof Blob) content = Buffer.from(await value.arrayBuffer());
    if (name === 'content' && typeof value === 'string') content = Buffer.from(value, 'latin1');
  }
  return uploadOf(fields, content);
}

function uploadOf(fields: unknown, content: Buffer): Upload {
  if (!isRecord(fields)) throw new ApiRefusal(400, 'MALFORMED_REQUEST', 'The request carries no fields.');
  const path = normalPath(fields['path']);
  const format = typeof fields['format'] === 'string' ? fields['format'] : 'SOURCE';
  const overwrite = fields['overwrite'] === true || fields['overwrite'] === 'true';
  return { path, content, format, language: readLanguage(fields['language']), overwrite };
}
