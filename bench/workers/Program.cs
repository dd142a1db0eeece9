using System.Globalization;
using Ecom389.Monitor.Bench.Workers;

// bench-workers night [PAGES] [HOSTS] [DELAY_MS] [PARALLEL]   three workers on one PostgreSQL, disturbed, beside one in peace (root, nginx, iproute2)
// bench-workers migrate [LISTINGS]                            store migrate of a filled store
// bench-workers lease [PAGES] [WORKERS]                       leases and acknowledgements a second, round trips and bytes each
var folder = Directory.CreateTempSubdirectory("ecom389-workers-").FullName;
try
{
    return args switch
    {
        ["night", .. var rest] => await NightBench.RunAsync(Number(rest, 0, 10_000), Number(rest, 1, 50), Number(rest, 2, 200), Number(rest, 3, 8), folder),
        ["migrate", .. var rest] => await MoveBench.RunAsync(Number(rest, 0, 100_000), folder),
        ["lease", .. var rest] => await LeaseBench.RunAsync(Number(rest, 0, 20_000), Number(rest, 1, 8)),
        _ => Usage(),
    };
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static int Number(string[] rest, int at, int otherwise) => rest.Length > at && int.TryParse(rest[at], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static int Usage()
{
    Console.Error.WriteLine("bench-workers night [PAGES] [HOSTS] [DELAY_MS] [PARALLEL] | migrate [LISTINGS] | lease [PAGES] [WORKERS]");
    return 2;
}
