/**
 * Signs that are taken for a slash or a backslash at reading size, those laid over a letter included; compatibility forms are taken apart first.
 * Source: Unicode Technical Standard #39, `confusables.txt`. Letters of living scripts that look like one are not among them.
 */
const slashes =
  /[\u0337\u0338\u20E5]|[/\\\u1735\u2044\u2215\u2216\u2571\u2572\u27CB\u27CD\u29F5\u29F8\u29F9\u2CC6\u2CF9\u2F02\u2F03\u3033]/u

/** Whether a text has a slash, a backslash, or what looks like one. */
export function looksLikeSlash(text: string): boolean {
  return slashes.test(text.normalize('NFKC')) || slashes.test(text)
}
