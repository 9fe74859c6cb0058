import axe from 'axe-core';
import type { Page } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page, shadow roots included: rule and place, empty when all is well. `rules`: only these. */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // Evaluated, not added as a script: the page's policy would rightly refuse one.
  await page.evaluate(axe.source);
  return page.evaluate<
    string[]
  >(`axe.run(document, { runOnly: ${JSON.stringify(rules === undefined ? tags : { type: 'rule', values: rules })} }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ' at ' + target.join(' ') + ': ' + failureSummary)))`);
}
