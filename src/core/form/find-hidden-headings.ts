import type { FormField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import type { LineView } from '../text/visible-lines.js'
import { listed } from './section.js'

/** A line that is exactly the heading GitHub writes above a field. */
export interface Heading {
  readonly label: string
  readonly line: number
}

/** One problem for each thing that hides headings, not one for each heading behind it. */
export function findHiddenHeadings(
  headings: readonly Heading[],
  views: readonly LineView[],
  repeated: ReadonlySet<string>,
  fields: ReadonlyMap<string, readonly FormField[]>,
): readonly Problem[] {
  const byOpener = new Map<number, { readonly view: LineView; readonly found: Heading[] }>()
  for (const heading of headings) {
    const view = views[heading.line]
    if (view === undefined || view.kind === 'text' || repeated.has(heading.label)) continue
    const group = byOpener.get(view.openedAt)
    if (group === undefined) byOpener.set(view.openedAt, { view, found: [heading] })
    else group.found.push(heading)
  }
  return [...byOpener.values()].map(({ view, found }) => {
    const field = fields.get(found[0]?.label ?? '')?.[0]
    const opener = headings.findLast((heading) => heading.line < view.openedAt)
    const inside = opener === undefined ? '' : ` in “${opener.label}”`
    const { what, fix } = hiders[view.kind]
    return {
      code: 'form/hidden-heading',
      ...(field === undefined ? {} : { field: field.id, label: field.label }),
      line: (found[0]?.line ?? 0) + 1,
      what: `A reader of the issue does not see the heading of ${listed(found.map((heading) => heading.label))}: ${what} that begins on line ${view.openedAt + 1}${inside} hides it.`,
      fix: `Edit the issue${inside}: ${fix}.`,
    }
  })
}

const hiders: Readonly<Record<LineView['kind'], { readonly what: string; readonly fix: string }>> = {
  text: { what: 'text', fix: 'remove it' },
  fence: { what: 'a code block', fix: 'close the code block with a line of ``` like the one that opens it' },
  indented: { what: 'an indented code block', fix: 'remove the indentation' },
  quote: { what: 'a quotation', fix: 'end the quotation with an empty line' },
  html: {
    what: 'an HTML comment or tag',
    fix: 'close the comment with --> or finish the tag, or put it into a code block',
  },
  folded: {
    what: 'a folded section',
    fix: 'close it with </details> (or the end tag of its element) on a line of its own',
  },
}
