/** What an argument template may refer to. */
export const PLACEHOLDERS = ['input', 'output_dir', 'output', 'publisher'] as const

/** Values for {@link PLACEHOLDERS}. */
export type PlaceholderValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>

const PLACEHOLDER = /\{([a-z_]+)\}/g

/** Placeholders in a template that do not exist. */
export function unknownPlaceholders(template: readonly string[]): string[] {
  const names = template.flatMap((argument) => [...argument.matchAll(PLACEHOLDER)].map(([, name]) => name ?? ''))
  return names.filter((name) => !(PLACEHOLDERS as readonly string[]).includes(name))
}

/** Fills a template. Every argument stays one argument, whatever the values hold: no shell ever sees it. */
export function fillTemplate(template: readonly string[], values: PlaceholderValues): string[] {
  const table: Readonly<Record<string, string>> = values
  return template.map((argument) => argument.replace(PLACEHOLDER, (whole, name: string) => table[name] ?? whole))
}
