/**
 * What pages refer to, and the modules or files of `src/assets` that it is made of. The build writes them out.
 * Scripts are one file: htmx starts as soon as it is there, without extensions that come later.
 */
export const ASSET_SOURCES: Readonly<Record<string, readonly string[]>> = {
  'style.css': ['@picocss/pico/css/pico.min.css', './monitor.css'],
  'script.js': ['htmx.org/dist/htmx.min.js', 'htmx.org/dist/ext/hx-sse.min.js', './monitor.js'],
  'icon.svg': ['./icon.svg'],
}

/** One file out of its sources. */
export function joinSources(contents: readonly Uint8Array[]): Buffer {
  return Buffer.concat(contents.flatMap((content) => [content, Buffer.from('\n')]))
}
