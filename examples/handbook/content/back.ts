import type { Chapter } from '../book-model.ts'

export const appendix: Chapter = {
  kind: 'appendix',
  id: 'ap-exit',
  title: 'Exit codes',
  blocks: [
    { p: 'Every command ends with one of these numbers.' },
    {
      id: 'tab-exit',
      caption: 'Table 3. Exit codes',
      table: {
        head: ['Code', 'Meaning', 'What to do'],
        rows: [
          ['0', 'all good', 'nothing'],
          ['1', 'something unexpected', 'report it, with the log'],
          ['2', 'wrong flags or configuration', 'read the message: it names file and line'],
          ['3', 'some books failed', '`rittdoc-batch list --status failed`'],
          ['4', 'storage or registry out of order', '`rittdoc-batch doctor`'],
        ],
      },
    },
  ],
}

export const glossary: Chapter = {
  kind: 'glossary',
  id: 'glossary',
  title: 'Glossary',
  blocks: [
    {
      terms: [
        ['attempt', 'One try to convert one version of one book. Every attempt is kept.', 'term-attempt'],
        ['claim', 'The right to work on a book, held by one worker at a time.', 'term-claim'],
        ['lease', 'The time for which a claim holds unless it is renewed.', 'term-lease'],
        ['package', 'The zip file that a book becomes.', 'term-package'],
        ['publisher', 'Whoever delivers books; a folder.', 'term-publisher'],
        ['run', 'One pass over the storage: a scan, and work on everything that is due.', 'term-run'],
        ['scan', 'The listing of all folders, and the recording of what lies there.', 'term-scan'],
        ['version', 'What tells whether a file has changed.', 'term-version'],
      ],
    },
  ],
}

export const bibliography: Chapter = {
  kind: 'bibliography',
  id: 'bibliography',
  title: 'Bibliography',
  blocks: [
    {
      sources: [
        [
          'src-sqlite',
          '[1] *SQLite Documentation: Write-Ahead Logging.* [https://sqlite.org/wal.html](https://sqlite.org/wal.html)',
        ],
        [
          'src-docbook',
          '[2] Norman Walsh and Leonard Muellner. *DocBook: The Definitive Guide.* O’Reilly, 1999. [https://tdg.docbook.org/](https://tdg.docbook.org/)',
        ],
        [
          'src-epub',
          '[3] *EPUB 3.3.* W3C Recommendation, 2023. [https://www.w3.org/TR/epub-33/](https://www.w3.org/TR/epub-33/)',
        ],
      ],
    },
  ],
}

export const index: Chapter = {
  kind: 'index',
  id: 'index',
  title: 'Index',
  blocks: [
    {
      entries: [
        [
          'C',
          [
            'claim, [A run, step by step](#claim)',
            'collision of names, [Folders and names](#collisions)',
            'crash, [When something fails](#crashes)',
          ],
        ],
        ['O', ['outage, [When something fails](#outages)', 'Output XML, [Folders and names](#ch-layout)']],
        ['R', ['registry, [The registry](#ch-registry)', 'retry, [When something fails](#retries)']],
        ['U', ['upload, unfinished, [Folders and names](#unfinished)']],
      ],
    },
  ],
}
