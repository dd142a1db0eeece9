using System.Globalization;
using Ecom389.Monitor.Bench.Crawl;

// bench-crawl kill [PAGES] [KILLS] [SEED]    kill -9 at random moments: nothing lost, doubled or fetched again
// bench-crawl memory [PAGES,PAGES,...]       peak memory of the whole pipeline at growing sizes
var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "Ecom389.Monitor.sln")))
    root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("This program is run from within the repository.");
// Another build may be named, as for scripts/bench-crawl.sh.
var program = Environment.GetEnvironmentVariable("ECOM389_PROGRAM") ?? Path.Combine(root, "artifacts", "bin", "Ecom389.Monitor", "release", "ecom389");
return args switch
{
    ["kill", .. var rest] => await KillBench.RunAsync(program, root, Number(rest, 0, 5_000), Number(rest, 1, 20), Number(rest, 2, 389)),
    ["memory", .. var rest] => await MemoryBench.RunAsync(program, root, [.. (rest.Length > 0 ? rest[0] : "5000,20000,100000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))]),
    _ => Usage(),
};

static int Number(string[] rest, int at, int otherwise) =>
    rest.Length > at && int.TryParse(rest[at], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static int Usage()
{
    Console.Error.WriteLine("bench-crawl kill [PAGES] [KILLS] [SEED] | memory [PAGES,PAGES,...]");
    return 2;
}
