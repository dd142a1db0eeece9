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
    using var times = new ServerTimes();
    Console.WriteLine(site.Address);
    // Each line asks for the times since the last; the end of the input ends the site.
    while (await Console.In.ReadLineAsync() is not null)
    {
        foreach (var line in times.Take()) Console.WriteLine(line);
        Console.WriteLine();
    }

    return 0;
}

static async Task<int> LoadAsync(string file, int inspectors, int seconds, int pages)
{
    using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Itself(), "serve", file, inspectors.ToString(CultureInfo.InvariantCulture), "0"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
    try
    {
        var address = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The site did not start.");
        // A few turns for what is compiled and read first; then the measurement.
        await LoadRun.RunAsync(file, address, inspectors, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(Math.Min(15, seconds)), pages);
        await TimesAsync(server);
        var before = server.TotalProcessorTime;
        var result = await LoadRun.RunAsync(file, address, inspectors, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds), pages);
        server.Refresh();
        var times = await TimesAsync(server);
        Console.WriteLine(result.Print());
        Console.WriteLine("the site's own time:");
        foreach (var (kind, row) in times) Console.WriteLine($"{kind,-10} {row[0],7}   p50 {row[1],8} ms   p95 {row[2],8} ms   worst {row[3],8} ms");
        if (File.Exists("/proc/loadavg")) Console.WriteLine("load average: " + (await File.ReadAllTextAsync("/proc/loadavg")).Trim());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"site: {(server.TotalProcessorTime - before).TotalSeconds:F1} CPU-s in {seconds} s, {server.WorkingSet64 / 1e6:F0} MB"));
        var good = result is { Lost: 0, Doubled: 0 } && P95("list") <= 150 && P95("item") <= 150 && P95("decision") <= 300;
        Console.WriteLine(good ? "within p95 150 ms (list, item), 300 ms (decision); no decision lost or doubled" : "NOT within the bounds");
        return good ? 0 : 1;

        double P95(string kind) => double.Parse(times[kind][2], CultureInfo.InvariantCulture);
    }
    finally
    {
        server.Kill();
        await server.WaitForExitAsync();
    }
}

// What the site measured since it was last asked, by kind: count, median, 95 %, worst.
static async Task<Dictionary<string, string[]>> TimesAsync(Process server)
{
    await server.StandardInput.WriteLineAsync();
    await server.StandardInput.FlushAsync();
    var times = new Dictionary<string, string[]>(StringComparer.Ordinal);
    while (await server.StandardOutput.ReadLineAsync() is { Length: > 0 } line)
    {
        var columns = line.Split('\t');
        times[columns[0]] = columns[1..];
    }

    return times;
}

// Started by "dotnet X.dll" the program is the host's first argument, started by its own name it is none.
static string[] Itself() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(LoadRun).Assembly.Location] : [];

static int Number(string[] rest, int at, int otherwise) => rest.Length > at && int.TryParse(rest[at], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static int Usage()
{
    Console.Error.WriteLine("bench-site fill FILE [LISTINGS] [ITEMS] | ask FILE | load FILE [INSPECTORS] [SECONDS] [SCAN-PAGES-A-SECOND]");
    return 2;
}
