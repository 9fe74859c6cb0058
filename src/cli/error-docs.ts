import { readFileSync, writeFileSync } from 'node:fs';
import { errorRegister } from '../platform/error-register.ts';

const file = 'docs/errors.md';

/** The page of all error codes, made from the register. */
function page(): string {
  const rows = Object.entries(errorRegister).map(
    ([code, { status, message, cure }]) => `| \`${code}\` | ${status} | ${message} | ${cure} |`,
  );
  return [
    '# Error codes',
    '',
    'Made from the register in `src/platform/error-register.ts` by `npm run docs:errors`; do not edit by hand.',
    'Every error of the service is `{ "error": { "code", "message" } }` and quotes nothing of the request.',
    '',
    '| code | status | what it says | what to do |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const wanted = page();
if (!process.argv.includes('--check')) writeFileSync(file, wanted);
else if (readFileSync(file, 'utf8') !== wanted) {
  console.error(`${file} is older than the register: run "npm run docs:errors".`);
  process.exitCode = 1;
}
