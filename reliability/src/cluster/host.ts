/** Environment variable with the name of the machine on which a process believes to run. */
export const HOST = 'RITTDOC_TEST_HOST'
