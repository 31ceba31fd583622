/** The one text of `npm run orrery -- --help`: the commands of this package and of the service beside it. */
export const HELP = `Orrery on the command line: npm run orrery -- COMMAND

  Asking
    query REQUEST        answers a request of the query contract, printed as JSON; REQUEST is JSON, a file, or - for standard input,
                         e.g. '{"from":"2026-01-01","to":"2026-01-02","queries":[{"refId":"A","queryType":"ephemeris","bodies":["mars"],
                         "quantities":["distance"]}]}'
    catalog              what can be asked
    sources              sources, how often they are pulled and how their last run went
    quarantine           records that were set aside (--source ID, --limit N)

  Bringing in
    load PATH…           files of history (OMNI2, SW-All, Kp_ap, finals2000A), plain or .gz, or folders with them; broken off, it goes on
                         where it was
    replay [RAWID…]      runs transforms again over kept raw responses (all, --source ID, or these); what is newer stays
    record DIR           pulls every source once (or --source ID) and keeps the answers as recordings for --replay

  Carrying
    export FILE.tar|DIR  writes all that the stores hold
    import FILE.tar|DIR  reads an export, into the same or other engines; repeated it changes nothing

  Forecasting
    forecast …           train, evaluate, backtest, deploy, rollback, drift; see forecast --help

  Operating
    celestrak status     are pulls of CelesTrak stopped, and why
    celestrak resume     allows pulls again after a person has looked into the refusal
    --help               this text

  Flags
    --data-dir D         the embedded database is in D (default .orrery)
    --distributed        the engines of ORRERY_INFLUX_URL, ORRERY_POSTGRES_URL, ORRERY_MONGO_URL … instead
    --replay DIR         query, catalog, celestrak: the database of the replay instead
    --host H, --port P   the service that has the database open (default 127.0.0.1:4310)

  The embedded database is open in one process at a time: query, catalog and celestrak ask the service that has it open, stop it for the
  others. Settings: ORRERY_* of the environment, see docs/configuration.md.
`;
