using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Text;

// Megabytes of UTF-8 a second on one core: bench/text [FILE.jsonl]…. Without files it reads the labelled listings beside the
// repository (../shared/data/listings). Every round touches each text once; the best of twenty-five counts, since the machine is shared.
const int Rounds = 25;

var files = args.Length > 0 ? args : SharedListings();
if (files.Length == 0)
{
    Console.Error.WriteLine("No input: name JSON Lines files, or put the shared data beside the repository.");
    return 1;
}

var texts = new List<string>();
foreach (var file in files)
{
    foreach (var line in File.ReadLines(file))
    {
        using var row = JsonDocument.Parse(line);
        foreach (var name in new[] { "title", "description", "text" })
        {
            if (row.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text) texts.Add(text);
        }
    }
}
var bytes = texts.Sum(static text => (long)Encoding.UTF8.GetByteCount(text));
var plain = texts.ConvertAll(static text => Normaliser.Normalise(text).Value);
var identical = 0;
for (var i = 0; i < texts.Count; i++) identical += string.Equals(texts[i].ToLowerInvariant(), plain[i], StringComparison.Ordinal) ? 1 : 0;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts.Count:N0} texts, {bytes / 1e6:F2} MB of UTF-8, {100.0 * identical / texts.Count:F0} % unchanged but for case"));

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100.0 * texts.Count(static text => Normaliser.Normalise(text).MayHide) / texts.Count:F0} % may hide words and are read twice"));
Report("normalise", texts, static text => Normaliser.Normalise(text).Value.Length);
Report("normalise, plain texts", plain, static text => Normaliser.Normalise(text).Value.Length);
Report("normalise + second reading", texts, static text => Normaliser.Normalise(text) is { MayHide: true } read ? Unmasker.Read(read, [], WordList.None).Value.Length : 0);
Report("normalise + teencode", texts, static text => Teencode.Expand(Normaliser.Normalise(text)).Value.Length);
Report("prices", texts, static text => PriceReader.Find(text).Count);
Report("phones", texts, static text => PhoneReader.Find(text).Count);
Report("brands", texts, static text => BrandReader.Find(text).Count);
Report("everything (inspect)", texts, static text => TextInspector.Inspect(text).Prices.Count);
return 0;

static void Report(string name, List<string> texts, Func<string, int> work)
{
    var size = texts.Sum(static text => (long)Encoding.UTF8.GetByteCount(text));
    var best = double.MaxValue;
    var allocated = 0L;
    for (var round = 0; round < Rounds; round++)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        foreach (var text in texts) _ = work(text);
        best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {size / 1e6 / best,8:F1} MB/s  {texts.Count / best,10:N0} texts/s  {(double)allocated / size,6:F1} B allocated a byte"));
}

static string[] SharedListings()
{
    for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
    {
        if (!File.Exists(Path.Combine(at.FullName, "Ecom389.Monitor.sln"))) continue;
        var folder = Path.Combine(at.FullName, "..", "shared", "data", "listings");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "dev-*.jsonl") : [];
    }
    return [];
}
