// Cost of the chain of custody: appends with and without company, sealing, anchoring, verifying. Prints one table.
// dotnet run -c Release --project bench/custody [events]
using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Verification;

var events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var root = Directory.CreateTempSubdirectory("ecom389-bench-custody-").FullName;
var custody = new CustodyFolder(Path.Combine(root, "custody"));
try
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"events: {events}, processors: {Environment.ProcessorCount}, {DateTime.UtcNow:yyyy-MM-dd HH:mm}Z"));
    foreach (var company in new[] { 1, 8, 64 })
    {
        var count = company == 1 ? Math.Min(events, 2_000) : events / 2;
        await using var log = CustodyLog.Open(custody, "bench", TimeProvider.System);
        var watch = Stopwatch.StartNew();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, company).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < count) await log.AppendAsync(Captured(i), CancellationToken.None);
        })));
        Row($"append, {company} waiting together", watch.Elapsed.TotalMilliseconds / count, "ms an event, synced");
        Row("  events a sync", (double)log.Written.Lines / log.Written.Syncs, "");
    }

    var size = Directory.EnumerateFiles(custody.Chains, "*.jsonl").Sum(file => new FileInfo(file).Length);
    var lines = Directory.EnumerateFiles(custody.Chains, "*.jsonl").Sum(file => File.ReadLines(file).LongCount());
    Row("bytes an event", (double)size / lines, "");
    using var key = SigningKey.OpenOrCreate(Path.Combine(root, "keys"), TimeProvider.System);
    Measure($"seal {lines} events", () => new Sealer(custody, key, TimeProvider.System).SealAll());
    Measure($"anchor {lines} events", () => new AnchorBook(custody).Make(key, TimeProvider.System));
    var clock = Stopwatch.StartNew();
    var report = await new StoreVerifier(Path.Combine(root, "evidence"), custody, TimeProvider.System).RunAsync(new(), new() { Only = _ => false }, CancellationToken.None);
    Row($"verify chain, seals, anchors of {lines} events", clock.Elapsed.TotalMilliseconds, report.Holds ? "ms, holds" : "ms, BROKEN");
    return report.Holds ? 0 : 1;
}
finally
{
    Directory.Delete(root, recursive: true);
}

static CustodyEntry Captured(int i) => new(CustodyActions.Captured, "system:scan", "capture:" + Guid.CreateVersion7().ToString("D"))
{
    Artefacts =
    [
        new("ecom389-crawl-scan-20261122081937850-99a827.warc.gz", i * 9_000L, 8_000, new string('a', 64)),
        new("ecom389-crawl-scan-20261122081937850-99a827.warc.gz", (i * 9_000L) + 8_000, 1_000, new string('b', 64)),
    ],
};

static void Measure(string name, Action action)
{
    var watch = Stopwatch.StartNew();
    action();
    Row(name, watch.Elapsed.TotalMilliseconds, "ms");
}

static void Row(string name, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-48} {value,12:0.000} {unit}"));
