/** The value of an option as it was typed: the parser turns `007` into a number, and a publisher may be called that. */
export function rawOption(argv: readonly string[], name: string): string | undefined {
  let value: string | undefined
  for (const [i, argument] of argv.entries()) {
    if (argument === '--') break
    if (argument === name) value = argv[i + 1]
    else if (argument.startsWith(`${name}=`)) value = argument.slice(name.length + 1)
  }
  return value
}
