/** Files whose readers take JSON with comments and commas behind a last entry, whatever they end in. */
const names =
  /^(?:[tj]sconfig(?:\..+)?|devcontainer|\.eslintrc|tslint|api-extractor|language-configuration)\.json$/i

/** Whether a file is JSON with comments (JSONC): by its ending, its name, or because it is an editor's. */
export function isJsonWithComments(file: string): boolean {
  const steps = file.split('/')
  const name = steps.at(-1) ?? ''
  return /\.jsonc$/i.test(name) || names.test(name) || (/\.json$/i.test(name) && steps.at(-2) === '.vscode')
}
