import { ok, type RestAnswer, type RestCall } from './call.js'
import { wholeNumber } from './query.js'

/** Items of a page unless asked otherwise, and at most. Source: GitHub docs, "Using pagination in the REST API". */
const perPageDefault = 30
const perPageMax = 100

/** The query parameters of a list in pages. */
export const paging = ['per_page', 'page'] as const

export interface Page<T> {
  readonly items: readonly T[]
  readonly headers: Readonly<Record<string, string>>
}

/** Cuts the page that `page` and `per_page` ask for, with the `Link` header that leads to the others. */
export function pageOf<T>(call: RestCall, all: readonly T[], perPageUsual = perPageDefault): Page<T> {
  const asked = wholeNumber(call.query, 'per_page', perPageUsual)
  const perPage = asked === perPageUsual ? asked : Math.min(asked, perPageMax)
  const page = wholeNumber(call.query, 'page', 1)
  const last = Math.max(1, Math.ceil(all.length / perPage))
  const links: string[] = []
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(call.query.sent)
    query.set('page', String(to))
    links.push(`<${call.baseUrl}${call.path}?${query.toString()}>; rel="${rel}"`)
  }
  if (page > 1) link(page - 1, 'prev')
  if (page < last) link(page + 1, 'next')
  if (page < last) link(last, 'last')
  if (page > 1) link(1, 'first')
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  }
}

/** One page of a list, with the `Link` header. Source: GitHub docs, “Using pagination in the REST API”. */
export function pagedList<T>(call: RestCall, all: readonly T[], shape: (item: T) => unknown): RestAnswer {
  const { items, headers } = pageOf(call, all)
  return { ...ok(items.map(shape)), headers }
}
