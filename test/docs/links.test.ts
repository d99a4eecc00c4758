import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { pages, pageText, proseOf, root } from './pages.js'

test.each(pages)('every link of %s leads to something, and to a heading that is there', (page) => {
  const broken = linksOf(page).filter(({ target }) => !leadsSomewhere(page, target))
  expect(broken.map(({ target }) => target)).toEqual([])
})

test('a link to a test names a test that is there', () => {
  const named = pages.flatMap((page) =>
    linksOf(page).flatMap(({ target, title }) => (title === null ? [] : [{ page, target, title }])),
  )
  const wrong = named.filter(
    ({ page, target, title }) => !readFileSync(pathOf(page, target), 'utf8').includes(`'${title}'`),
  )
  expect(named.length).toBeGreaterThan(0)
  expect(wrong).toEqual([])
})

test('every page of the documentation is reached from its map', () => {
  const map = linksOf('docs/README.md').map(({ target }) =>
    normalize(join('docs', target.split('#')[0] ?? '')),
  )
  const reached = new Set([...map, ...map.filter((page) => page.endsWith('.md')).flatMap(linkedFrom)])
  const missing = pages.filter(
    (page) => page.startsWith('docs/') && page !== 'docs/README.md' && !reached.has(page),
  )
  expect(missing).toEqual([])
})

interface Link {
  readonly target: string
  readonly title: string | null
}

/** The links of a page to places of the repository; others cannot be checked without a network. */
function linksOf(page: string): readonly Link[] {
  const prose = proseOf(pageText(page)).replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\((?!https?:)([^)\s]+)(?: "([^"]+)")?\)/g)].map(([, target = '', title]) => ({
    target,
    title: title ?? null,
  }))
}

function linkedFrom(page: string): readonly string[] {
  return linksOf(page).map(({ target }) => normalize(join(dirname(page), target.split('#')[0] ?? '')))
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? join(root, page) : pathOf(page, path)
  if (!existsSync(file)) return false
  if (anchor === undefined) return true
  return statSync(file).isFile() && anchorsOf(readFileSync(file, 'utf8')).has(anchor)
}

function pathOf(page: string, target: string): string {
  return join(root, dirname(page), target)
}

/** The anchors GitHub gives the headings of a page: small letters, no punctuation but hyphens, a number from the second of a name on. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const headings = [...proseOf(text).matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1] ?? '')
  const anchors = headings.map((heading) => {
    const anchor = heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
  return new Set(anchors)
}
