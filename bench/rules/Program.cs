using System.IO.Compression;
using System.Text.Json;
using Ecom389.Monitor.Bench.Rules;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Rules;

// Rules alone: hits of each rule on the labelled sets and on ordinary real listings, precision and recall of all of them.
// usage: RULES-FOLDER DATA-FOLDER [--rules] [--misses SETS] [--alarms SETS]
if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("usage: RULES-FOLDER DATA-FOLDER [--rules] [--misses abc] [--alarms abc]");
    return 2;
}
var engine = new RuleEngine(RulePackLoader.Load(args[0]));
var asOf = DateOnly.FromDateTime(DateTime.UtcNow);
var tally = engine.Rules.Rules.ToDictionary(static rule => rule.Id, static _ => new RuleTally(), StringComparer.Ordinal);
string Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : "";

Console.WriteLine($"{engine.Rules.Rules.Count} rules, {engine.Rules.PatternCount} patterns, version {engine.Version[..12]}");
Console.WriteLine("set     listings  suspicious  flagged  precision  recall  right-code");
var folder = Path.Combine(args[1], "listings");
foreach (var path in Directory.EnumerateFiles(folder, "dev-*.jsonl").Order(StringComparer.Ordinal))
{
    var set = Path.GetFileNameWithoutExtension(path)[^1..];
    int suspicious = 0, all = 0, hits = 0, right = 0, alarms = 0;
    foreach (var line in File.ReadLines(path))
    {
        var record = JsonSerializer.Deserialize<LabelledListing>(line, JsonContract.Compact)!;
        var (signals, verdict) = Judge(line);
        var bad = record.Label.Verdict == "suspicious";
        all++;
        if (bad) suspicious++;
        if (bad && verdict.Flagged) hits++;
        if (bad && verdict.Flagged && signals.Exists(s => s.Weight > 0 && record.Label.Violations.Contains(s.Violation!))) right++;
        if (!bad && verdict.Flagged) alarms++;
        foreach (var signal in signals.Where(static s => s.Kind == "rule").DistinctBy(static s => s.Id))
        {
            if (bad) tally[signal.Id].Suspicious++;
            else tally[signal.Id].Clean++;
            if (bad && !record.Label.Violations.Contains(signal.Violation!)) tally[signal.Id].OtherCode++;
        }
        if (bad && !verdict.Flagged && Option("--misses").Contains(set, StringComparison.Ordinal)) Show("MISS", set, line, record, signals, verdict);
        if (!bad && verdict.Flagged && Option("--alarms").Contains(set, StringComparison.Ordinal)) Show("ALARM", set, line, record, signals, verdict);
    }
    Console.WriteLine($"dev-{set}   {all,7}  {suspicious,10}  {hits + alarms,7}  {(double)hits / Math.Max(1, hits + alarms),9:0.000}  {(double)hits / Math.Max(1, suspicious),6:0.000}  {(double)right / Math.Max(1, hits),10:0.000}");
}

var high = engine.Rules.Rules.Where(static rule => rule.Level == RuleLevel.High).Select(static rule => rule.Id).ToHashSet(StringComparer.Ordinal);
foreach (var name in (string[])["ordinary-listings", "ordinary-borrowed-metadata"])
{
    int rows = 0, flagged = 0, byHigh = 0;
    using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(args[1], "real", name + ".jsonl.gz")), CompressionMode.Decompress));
    while (reader.ReadLine() is { } line)
    {
        var (signals, verdict) = Judge(line);
        rows++;
        if (verdict.Flagged) flagged++;
        var ids = signals.Where(static s => s.Kind == "rule").Select(static s => s.Id).ToHashSet(StringComparer.Ordinal);
        if (ids.Overlaps(high)) byHigh++;
        foreach (var id in ids) tally[id].Ordinary++;
        if ((verdict.Flagged || ids.Overlaps(high)) && args.Contains("--ordinary")) Console.WriteLine($"  ORDINARY {string.Join("; ", signals.Select(static s => $"{s.Id} {s.Weight:+0.0;-0.0} «{s.Quote}»"))}");
    }
    Console.WriteLine($"{name,-27} {rows} rows, flagged {flagged} ({100.0 * flagged / rows:0.00} %), hit by a high rule {byHigh} ({100.0 * byHigh / rows:0.00} %)");
}

if (args.Contains("--rules"))
{
    Console.WriteLine();
    Console.WriteLine("rule                                               level   weight  suspicious  other-code  clean  ordinary(2x3263)");
    foreach (var rule in engine.Rules.Rules)
    {
        var t = tally[rule.Id];
        Console.WriteLine($"{rule.Id,-50} {rule.Level,-6} {rule.Weight,7:0.0}  {t.Suspicious,10}  {t.OtherCode,10}  {t.Clean,5}  {t.Ordinary,8}");
    }
}
return 0;

(List<Signal> Signals, RuleVerdict Verdict) Judge(string line)
{
    var signals = new List<Signal>();
    engine.Find(new(JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!), asOf, signals);
    return (signals, RuleVerdict.Of(signals));
}

static void Show(string what, string set, string line, LabelledListing label, List<Signal> signals, RuleVerdict verdict)
{
    var listing = JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!;
    Console.WriteLine($"--- {what} {set} net {verdict.Net:0.0} [{listing.Category}/{listing.Condition}] {string.Join(",", label.Label.Violations)} price={listing.PriceText}");
    Console.WriteLine($"{listing.Title} // {listing.Description.Replace("\n", " / ", StringComparison.Ordinal)} // {string.Join("; ", listing.Attributes.Select(static a => a.Key + "=" + a.Value))}");
    if (label.Label.Cues.Count > 0) Console.WriteLine("   cues: " + string.Join(" | ", label.Label.Cues));
    foreach (var signal in signals) Console.WriteLine($"   {signal.Id} {signal.Weight:+0.0;-0.0} «{signal.Quote}»");
}
