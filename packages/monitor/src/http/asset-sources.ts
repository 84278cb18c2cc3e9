/** What pages refer to, and where it comes from: modules, or files of `src/assets`. The build copies them. */
export const ASSET_SOURCES: Readonly<Record<string, string>> = {
  'pico.css': '@picocss/pico/css/pico.min.css',
  'htmx.js': 'htmx.org/dist/htmx.min.js',
  'sse.js': 'htmx.org/dist/ext/hx-sse.min.js',
  'monitor.css': './monitor.css',
  'monitor.js': './monitor.js',
  'icon.svg': './icon.svg',
}
