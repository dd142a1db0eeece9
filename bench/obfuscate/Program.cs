using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Ecom389.Monitor.Bench.Obfuscate;
using Ecom389.Monitor.Bench.Obfuscate.Tricks;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

// How rules alone bear listings rewritten by ten tricks, singly and at once.
// usage: RULES-FOLDER SHARED-FOLDER [--seeds 1,2,3] [--sets abc] [--tricks Spaced,Dotted] [--show TRICK|all] ; exit 1 where a bar is broken
const double MostRecallLost = 3.0, MostAlarmsGained = 0.5;
if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("usage: RULES-FOLDER SHARED-FOLDER [--seeds 1,2,3] [--sets abc] [--tricks Spaced,Dotted] [--show TRICK|all]");
    return 2;
}
string Option(string name, string fallback) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
var seeds = Option("--seeds", "1,2,3").Split(',').Select(static seed => int.Parse(seed, CultureInfo.InvariantCulture)).ToArray();
var only = Option("--sets", "");
var show = Option("--show", "");
var tricks = Option("--tricks", "").Split(',', StringSplitOptions.RemoveEmptyEntries);

var engine = new RuleEngine(RulePackLoader.Load(args[0]));
var obfuscation = new Obfuscation(engine, new(2026, 11, 22));
var sets = Directory.EnumerateFiles(Path.Combine(args[1], "data", "listings"), "dev-*.jsonl").Order(StringComparer.Ordinal)
    .Select(static path => (Name: Path.GetFileNameWithoutExtension(path), Records: LabelledRecord.Read(path).ToList()))
    .Where(set => only.Length == 0 || only.Contains(set.Name[^1], StringComparison.Ordinal)).ToList();
if (only.Length == 0) sets.Add(("ordinary", Ordinary(Path.Combine(args[1], "data", "real", "ordinary-listings.jsonl.gz"))));

Console.WriteLine(FormattableString.Invariant($"{sets.Sum(static set => set.Records.Count)} listings, seeds {string.Join(", ", seeds)}; bars: recall falls by at most {MostRecallLost} points, flags on clean rise by at most {MostAlarmsGained}"));
Console.WriteLine("trick                    recall before  after   lost   flags on clean before  after   gained");
var broken = 0;
foreach (var trick in Enum.GetValues<Trick>().Cast<Trick?>().Append(null))
{
    var name = trick?.ToString() ?? "all at once";
    if (tricks.Length > 0 && !tricks.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
    var bySet = new Dictionary<string, Effect>(StringComparer.Ordinal);
    foreach (var seed in seeds)
    {
        var rewriter = Rewriter.Open(args[1], seed);
        foreach (var (set, records) in sets)
        {
            var effect = obfuscation.Measure(records, rewriter, trick, name.Equals(show, StringComparison.OrdinalIgnoreCase) || trick is null && show is "all" ? Show : null);
            bySet[set] = bySet.TryGetValue(set, out var sum) ? sum + effect : effect;
        }
    }
    // Labelled listings are the harder half: the many ordinary ones would hide what becomes of them.
    var all = bySet.Where(static pair => pair.Key is not "ordinary").Select(static pair => pair.Value).Aggregate(static (a, b) => a + b);
    var holds = all.RecallLost <= MostRecallLost && all.AlarmsGained <= MostAlarmsGained;
    if (!holds) broken++;
    Console.WriteLine(Line(name, all) + (holds ? "" : "   BROKEN"));
    if (trick is not null) continue;
    foreach (var (set, effect) in bySet) Console.WriteLine(Line("  " + set, effect));
}
return broken == 0 ? 0 : 1;

static string Line(string name, Effect e) => string.Create(CultureInfo.InvariantCulture,
    $"{name,-24} {Share(e.FoundBefore, e.Suspicious),13:0.000} {Share(e.FoundAfter, e.Suspicious),6:0.000} {e.RecallLost,6:0.00}   {Share(e.AlarmsBefore, e.Clean),21:0.0000} {Share(e.AlarmsAfter, e.Clean),6:0.0000} {e.AlarmsGained,8:0.00}");

static double Share(int part, int whole) => (double)part / Math.Max(1, whole);

static List<LabelledRecord> Ordinary(string path)
{
    var records = new List<LabelledRecord>();
    using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
    while (reader.ReadLine() is { } line) records.Add(new(JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!, false, []));
    return records;
}

void Show(LabelledRecord record, ListingRecord hidden)
{
    Console.WriteLine($"--- {(record.Suspicious ? "LOST" : "ALARM")} {record.Listing.Id}");
    Console.WriteLine($"    {record.Listing.Title} // {record.Listing.Description.Replace("\n", " / ", StringComparison.Ordinal)}");
    Console.WriteLine($"    {hidden.Title} // {hidden.Description.Replace("\n", " / ", StringComparison.Ordinal)}");
    Console.WriteLine("    " + string.Join(" // ", engine.SecondReadings(new(hidden)).Select(static reading => reading.Reading.Replace("\n", " / ", StringComparison.Ordinal))));
    var before = new List<Signal>();
    engine.Find(new(record.Listing), new(2026, 11, 22), before);
    var after = new List<Signal>();
    engine.Find(new(hidden), new(2026, 11, 22), after);
    Console.WriteLine("    before: " + string.Join("; ", before.Select(static s => $"{s.Id} {s.Weight:+0.0;-0.0} «{s.Quote}»")));
    Console.WriteLine("    after:  " + string.Join("; ", after.Select(static s => $"{s.Id} {s.Weight:+0.0;-0.0} «{s.Quote}»")));
}
