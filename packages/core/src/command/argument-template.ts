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

/**
 * Fills a template. Every argument stays one argument, whatever the values hold: no shell ever sees it.
 * @throws Error when a value would turn its argument into an option, as a publisher named `--force` would
 */
export function fillTemplate(template: readonly string[], values: PlaceholderValues): string[] {
  const table: Readonly<Record<string, string>> = values
  return template.map((argument) => {
    const filled = argument.replace(PLACEHOLDER, (whole, name: string) => table[name] ?? whole)
    if (filled.startsWith('-') && !argument.startsWith('-')) {
      throw new Error(
        `${JSON.stringify(filled)} would be taken for an option. Write the argument as --name=${argument}`,
      )
    }
    return filled
  })
}
