// Seals what must not be readable in the database: AES-256-GCM, a fresh nonce each time, bound to what it belongs to, so that a
// sealed token moved to another row does not open.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface Seal {
  /** @param belongsTo names the row; opening needs the same */
  close(text: string, belongsTo: string): string;
  /** Undefined when it was changed, moved, or sealed with another key. */
  open(sealed: string, belongsTo: string): string | undefined;
}

const VERSION = 'v1';
const NONCE = 12;
const TAG = 16;

/** 32 bytes out of base64 or 64 hexadecimal digits; undefined when the text is neither. */
export const secretKey = (text: string): Buffer | undefined => {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(trimmed)) return undefined;
  const bytes = Buffer.from(trimmed, 'base64');
  return bytes.length === 32 ? bytes : undefined;
};

export const seal = (key: Buffer): Seal => ({
  close: (text, belongsTo) => {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(belongsTo));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  },
  open: (sealed, belongsTo) => {
    const [version, packed = ''] = sealed.split('.');
    const bytes = Buffer.from(packed, 'base64url');
    if (version !== VERSION || bytes.length < NONCE + TAG) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(belongsTo))
        .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  },
});
