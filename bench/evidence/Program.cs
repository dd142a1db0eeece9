using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Bench.Evidence;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;

// Evidence at size: what a capture and a revisit cost on disk beside the body, how fast they are written and found again.
//   Bench.Evidence FOLDER [CAPTURES] [REVISITS] [WRITERS]
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: Bench.Evidence FOLDER [CAPTURES=100000] [REVISITS=20000] [WRITERS=16]");
    return 2;
}

var culture = CultureInfo.InvariantCulture;
var folder = args[0];
var captures = args.Length > 1 ? int.Parse(args[1], culture) : 100_000;
var revisits = args.Length > 2 ? int.Parse(args[2], culture) : 20_000;
var writers = args.Length > 3 ? int.Parse(args[3], culture) : 16;
if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
{
    Console.Error.WriteLine($"{folder}: not empty");
    return 2;
}

var night = new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.Zero);
var options = new WarcArchiveOptions(folder, "Ban Chỉ đạo 389 quốc gia") { RotateAt = 64L << 20 };

// First night: every page is new. Each writer is a source with pages of its own.
long bodies = 0;
var clock = Stopwatch.StartNew();
await using (var archive = new WarcArchive(options))
{
    await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
    {
        var pages = new Pages();
        for (var number = writer; number < captures; number += writers)
        {
            var page = pages.Make(number, night.AddMilliseconds(number * 100L));
            Interlocked.Add(ref bodies, page.WireBody!.Value.Length);
            await archive.AppendAsync(page, CancellationToken.None);
        }
    })));
}

var seconds = clock.Elapsed.TotalSeconds;
var first = Sizes.Of(folder);
Console.WriteLine(string.Create(culture, $"{captures} captures by {writers} writers, each durable when acknowledged: {captures / seconds:0} a second; {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds * 1000 / captures:0.00} CPU-ms each"));
Console.WriteLine(string.Create(culture, $"on disk a capture: body as received {bodies / (double)captures:0} B, WARC {first.Warc / (double)captures:0} B, index {first.Index / (double)captures:0} B"));
foreach (var (type, count, bytes) in Sizes.ByType(folder)) Console.WriteLine(string.Create(culture, $"    {type,-10} {count,7} records, {bytes / (double)count:0} B each as stored"));
Console.WriteLine(string.Create(culture, $"overhead a capture (WARC + index - body): {(first.Warc + first.Index - bodies) / (double)captures:0} B   (at most 1536)"));

// Another night: the same bodies.
clock.Restart();
await using (var archive = new WarcArchive(options))
{
    var reader = new WarcReader(folder, archive.Index);
    await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
    {
        for (var number = writer; number < revisits; number += writers)
        {
            // Made again from the archive, as the fetch would bring it.
            var entry = reader.ReadEntry(archive.Index.Nearest(Pages.Url(number), night)!.Location);
            var body = entry.Http!.Decoded(1 << 20);
            var page = new Capture
            {
                Id = default,
                SourceId = string.Create(culture, $"shop-{number % 40}"),
                RequestUrl = Pages.Url(number),
                Url = Pages.Url(number),
                CapturedAt = night,
                Mode = RenderMode.Http,
                Status = 200,
                HttpVersion = "2",
                Body = body,
                WireBody = entry.Payload,
                BodySha256 = ContentHash.Of(body),
                RobotsDecision = "allowed",
            };
            await archive.AppendAsync(Pages.Again(page, night.AddDays(1).AddMilliseconds(number * 100L)), CancellationToken.None);
        }
    })));
}

var second = Sizes.Of(folder);
Console.WriteLine(string.Create(culture, $"{revisits} revisits: {revisits / clock.Elapsed.TotalSeconds:0} a second; WARC {(second.Warc - first.Warc) / (double)revisits:0} B, index {(second.Index - first.Index) / (double)revisits:0} B"));
Console.WriteLine(string.Create(culture, $"overhead a revisit: {(second.Warc - first.Warc + second.Index - first.Index) / (double)revisits:0} B   (at most 700)"));

// One capture by URL and time, record read and checked, in an index opened anew.
clock.Restart();
var index = new CdxjIndex(folder);
Console.WriteLine(string.Create(culture, $"index opened in {clock.Elapsed.TotalMilliseconds:0} ms"));
var lookup = new WarcReader(folder, index);
var random = new Random(1);
var found = new List<double>();
var read = new List<double>();
var processor = Process.GetCurrentProcess().TotalProcessorTime;
for (var i = 0; i < 5000; i++)
{
    var number = random.Next(captures);
    var started = Stopwatch.GetTimestamp();
    var entry = index.Nearest(Pages.Url(number), night) ?? throw new InvalidOperationException($"{Pages.Url(number)} is not in the index");
    found.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    var page = await lookup.ReadAsync(entry.Location, CancellationToken.None);
    read.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    if (!page.DigestHolds) throw new InvalidOperationException($"{entry.Url}: digest does not hold");
}

Console.WriteLine(string.Create(culture, $"look-up by URL and time among {captures + revisits}: p50 {Sizes.Percentile(found, 0.5):0.00} ms, p99 {Sizes.Percentile(found, 0.99):0.00} ms, most {found.Max():0.00} ms   (under 10)"));
Console.WriteLine(string.Create(culture, $"the same with the record read, unpacked and its digests checked: p50 {Sizes.Percentile(read, 0.5):0.00} ms, p99 {Sizes.Percentile(read, 0.99):0.00} ms; {(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalMilliseconds / read.Count:0.00} CPU-ms each"));
return 0;
