using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Bench.Site;

// bench-site fill FILE [LISTINGS 1000000] [ITEMS 100000]                          makes a store
// bench-site load FILE [INSPECTORS 20] [SECONDS 120] [SCAN-PAGES-A-SECOND 10]     serves it from a process of its own and works on it
// bench-site ask FILE                                                             milliseconds a question the site asks of the store
// bench-site serve FILE INSPECTORS PORT                                           the process that serves
return args switch
{
    ["fill", var file, .. var rest] => await FillAsync(file, Number(rest, 0, 1_000_000), Number(rest, 1, 100_000)),
    ["load", var file, .. var rest] => await LoadAsync(file, Number(rest, 0, 20), Number(rest, 1, 120), Number(rest, 2, 10)),
    ["ask", var file] => await AskAsync(file),
    ["serve", var file, var inspectors, var port] => await ServeAsync(file, Number([inspectors], 0, 20), Number([port], 0, 0)),
    _ => Usage(),
};

static async Task<int> FillAsync(string file, int listings, int items)
{
    if (File.Exists(file))
    {
        Console.Error.WriteLine(file + " exists; name a new file.");
        return 2;
    }

    var clock = Stopwatch.StartNew();
    await StoreFill.RunAsync(file, listings, items, TimeProvider.System.GetUtcNow());
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{listings} listings, {items} items in {clock.Elapsed.TotalSeconds:F0} s; {new FileInfo(file).Length / 1e9:F2} GB"));
    return 0;
}

static async Task<int> AskAsync(string file)
{
    await Questions.RunAsync(file);
    return 0;
}

static async Task<int> ServeAsync(string file, int inspectors, int port)
{
    await using var site = await ServedSite.StartAsync(file, inspectors, port);
    Console.WriteLine(site.Address);
    Console.Out.Flush();
    await site.WaitAsync();
    return 0;
}

static async Task<int> LoadAsync(string file, int inspectors, int seconds, int pages)
{
    using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Itself(), "serve", file, inspectors.ToString(CultureInfo.InvariantCulture), "0"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
    try
    {
        var address = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The site did not start.");
        // A few turns for what is compiled and read first; then the measurement.
        await LoadRun.RunAsync(file, address, inspectors, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(Math.Min(15, seconds)), pages);
        var before = server.TotalProcessorTime;
        var result = await LoadRun.RunAsync(file, address, inspectors, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds), pages);
        server.Refresh();
        Console.WriteLine(result.Print());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"site: {(server.TotalProcessorTime - before).TotalSeconds:F1} CPU-s in {seconds} s, {server.WorkingSet64 / 1e6:F0} MB"));
        var good = result is { Lost: 0, Doubled: 0 } && result.Timings.P95("list") <= 150 && result.Timings.P95("item") <= 150 && result.Timings.P95("decision") <= 300;
        Console.WriteLine(good ? "within p95 150 ms (list, item), 300 ms (decision); no decision lost or doubled" : "NOT within the bounds");
        return good ? 0 : 1;
    }
    finally
    {
        server.Kill();
        await server.WaitForExitAsync();
    }
}

// Started by "dotnet X.dll" the program is the host's first argument, started by its own name it is none.
static string[] Itself() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(LoadRun).Assembly.Location] : [];

static int Number(string[] rest, int at, int otherwise) => rest.Length > at && int.TryParse(rest[at], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static int Usage()
{
    Console.Error.WriteLine("bench-site fill FILE [LISTINGS] [ITEMS] | load FILE [INSPECTORS] [SECONDS] [SCAN-PAGES-A-SECOND]");
    return 2;
}
