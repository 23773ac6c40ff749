export const help = `
npm start -- [options]      sets up and runs Guichet on this machine

  --port N             the gateway's port (8787)
  --inference-port N   the inference service's port (8788)
  --bank-port N        the demo bank's port (8789)
  --host NAME          address to listen on (127.0.0.1)
  --data FOLDER        database, models, keys and logs (.guichet)
  --models FOLDER      model packs, which several data folders can share (packs in the data folder)
  --threads N          threads of each engine (half of the cores, at least 1)
  --delay-inference N  milliseconds added to each call to the inference service, to feel a network (0)
  --delay-database N   milliseconds added to each trip to the database (0)
  --offline            never fetch a model: use what is on this machine
  --verbose            show the services' logs here as well
  --help               this text

While it runs, .guichet/dev.json (in the data folder) holds the addresses, keys and process ids for scripts.
Stop with Ctrl-C. To begin afresh, delete the data folder.
`;
