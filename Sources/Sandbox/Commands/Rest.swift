internal import ArgumentParser
struct Describe: AsyncParsableCommand { @OptionGroup var home: Home }
struct Rehearse: AsyncParsableCommand { @OptionGroup var home: Home }
struct Hold: AsyncParsableCommand { @OptionGroup var home: Home }
struct Work: AsyncParsableCommand { @OptionGroup var home: Home }
struct Run: AsyncParsableCommand { @OptionGroup var home: Home }
struct ServePostgREST: AsyncParsableCommand { @OptionGroup var home: Home }
