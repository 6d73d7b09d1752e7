// Reading answers at the edge: unknown fields are tolerated, a wrong type names the field.
import { z } from 'zod';
import { gibberish } from './failure.ts';

/** An int64 as it comes out of lossless parsing: a small number or a decimal string. Always a string inside. */
export const id = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]).transform(String);

/** Ms since the epoch; 0 means not yet. */
export const instant = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((value) => (value ? value : undefined));

/** A metric: a number, or the strings by which JSON carries what it cannot. */
export const metric = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number),
  z.string().transform(Number),
]);

export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** The answer in its shape. @throws Fault `upstream-gibberish` naming the field */
export const shaped = <Shape extends z.ZodType>(
  shape: Shape,
  answer: unknown,
  where: string,
): z.output<Shape> => {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw gibberish(`${where}: ${parsed.error.issues[0]?.path.join('.') ?? 'shape'}`);
};

/** Takes away the colour codes of terminals, which notebook traces carry. */
export const withoutColours = (trace: string): string =>
  trace.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g'), '');
