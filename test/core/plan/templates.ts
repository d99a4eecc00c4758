/** `<<…>>` stands for GitHub's expression braces, which a linter takes for a mistake in a string. */
export function template(text: string): string {
  return text.replaceAll('<<', '${' + '{').replaceAll('>>', '}}')
}
