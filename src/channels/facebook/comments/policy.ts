import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { CaseReason } from '../../../conversation/case.ts';
import { errorFields, type Log } from '../../../platform/log.ts';

const text = z.string().min(1);
const pattern = text.transform((source, context) => {
  try {
    return new RegExp(source, 'iu');
  } catch {
    context.addIssue({ code: 'custom', message: 'is no regular expression' });
    return z.NEVER;
  }
});
const reasons = [
  'comment',
  'sensitive',
  'insult',
  'despair',
  'fraud',
  'complaint',
] as const satisfies readonly CaseReason[];

/** What must be true of a comment for a rule; all that is named must hold. */
const conditions = z.strictObject({
  /** The door took a secret out of it. */
  secret: z.literal(true).optional(),
  /** The author's name holds the bank's, and it is not the bank. */
  poses: z.literal(true).optional(),
  /** One of these stands in the author's name. */
  name: z.array(pattern).min(1).optional(),
  /** It answers a comment of somebody else. */
  below: z.literal(true).optional(),
  /** It names a telephone number that is not the bank's. */
  foreignNumber: z.literal(true).optional(),
  /** One of these stands in the text. */
  text: z.array(pattern).min(1).optional(),
  /** It was understood as one of these. */
  intents: z.array(text).min(1).optional(),
  /** The intents count also where the understanding is not sure. */
  unsure: z.literal(true).optional(),
  /** Understood with confidence, and the bank has a public answer. */
  public: z.literal(true).optional(),
  /** Understood with confidence, and not for the public. */
  private: z.literal(true).optional(),
  /** Nothing that could be a question: no words, one word, names. */
  wordless: z.literal(true).optional(),
});

const rule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]{1,40}$/),
  on: z.boolean(),
  note: text.optional(),
  when: conditions,
  do: z.enum(['hide-secret', 'hide-fake', 'staff', 'invite', 'answer', 'nothing']),
  reason: z.enum(reasons).default('comment'),
  priority: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(2),
});

export const commentPolicy = z
  .strictObject({
    owner: text,
    version: z.number().int().positive(),
    reviewed: z.iso.date(),
    validUntil: z.iso.date(),
    /** Thrown, nothing happens by itself in public: everything goes to staff. */
    killSwitch: z.boolean(),
    hoursBetweenAnswers: z.number().positive(),
    answersPerPostAndMinute: z.number().int().positive(),
    rules: z.array(rule).min(1),
  })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, 'two rules have the same id');

export type CommentPolicy = z.infer<typeof commentPolicy>;
export type CommentRule = CommentPolicy['rules'][number];

/** The bank's policy for public comments as it stands on disk. */
export type ReadPolicy = () => Promise<CommentPolicy>;

/**
 * Reads the policy again whenever its file has changed, so that the kill switch works without a restart. A file that
 * is broken while the service runs throws the switch: nobody answers in public under rules that nobody can read.
 * @throws Error where it is broken at the first reading; the message names the place, never the content
 */
export async function openPolicy(path: string, log: Log): Promise<ReadPolicy> {
  const read = async (): Promise<CommentPolicy> => {
    const result = commentPolicy.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new Error(`${path} is not usable at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  };
  let stamp = (await stat(path)).mtimeMs;
  let policy = await read();
  return async () => {
    try {
      const { mtimeMs } = await stat(path);
      if (mtimeMs !== stamp) {
        policy = await read();
        stamp = mtimeMs;
      }
    } catch (error) {
      log.error(errorFields(error), 'the policy for comments cannot be read: nothing is answered in public');
      return { ...policy, killSwitch: true };
    }
    return policy;
  };
}
