/** Arguments of Node for a child process of this package, from its sources or as it was built. @param url of the caller */
export function sourceArguments(url: string): string[] {
  return url.endsWith('.ts') ? ['--conditions=source', '--disable-warning=ExperimentalWarning'] : []
}
