/** Flags that take several values, as the shell leaves them after expanding a pattern. */
const FLAG = '--files'

/**
 * Gives every value of `--files A B C` a flag of its own. The values end at the next flag; after `--` everything is a
 * value, so that names with a leading dash can be given.
 */
export function expandFiles(argv: readonly string[]): string[] {
  const expanded: string[] = []
  let inFiles = false
  let isRaw = false
  for (const argument of argv) {
    if (isRaw) expanded.push(`${FLAG}=${argument}`)
    else if (argument === '--' && argv.some((other) => other === FLAG || other.startsWith(`${FLAG}=`))) isRaw = true
    else if (argument === FLAG) inFiles = true
    else if (argument.startsWith('-') && argument !== '-') {
      inFiles = false
      expanded.push(argument)
    } else expanded.push(inFiles ? `${FLAG}=${argument}` : argument)
  }
  return expanded
}
