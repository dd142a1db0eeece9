using Ecom389.Monitor.Bench.Rules;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

// Rules alone: hits of each rule on the labelled sets and on ordinary real listings, precision and recall of all of them.
if (Arguments.Parse(args) is not { } asked)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}
var listings = Path.Combine(asked.Data, "listings");
var real = Path.Combine(asked.Data, "real");
foreach (var folder in (string[])[listings, real, asked.Corpus])
{
    if (Directory.Exists(folder)) continue;
    await Console.Error.WriteLineAsync($"{folder}: no such folder; the labelled and the ordinary listings are needed to measure.");
    return 2;
}

var rules = RulePackLoader.Load(asked.Rules);
var kinds = new KnownKinds(Path.Combine(AppContext.BaseDirectory, "kinds.jsonl"));
var measured = new Measurement(new(rules), Show);
var sets = Directory.EnumerateFiles(listings, "dev-*.jsonl").Order(StringComparer.Ordinal).Concat(Directory.EnumerateFiles(asked.Corpus, "own-*.jsonl").Order(StringComparer.Ordinal));
foreach (var path in sets) measured.RunSet(path, kinds);
measured.RunOrdinary(real, asked.ShowOrdinary ? static (file, record, signals) => Console.WriteLine($"--- ORDINARY {file} {record.Id} {record.Title}\n{Lines(signals)}") : null);

Console.WriteLine($"{rules.Rules.Count} rules and list entries, {rules.PatternCount} patterns, version {rules.Version[..12]}");
Console.WriteLine();
Console.WriteLine(Report.Sets(measured).ToText());
Console.WriteLine(Report.Ordinary(measured).ToText());
Console.WriteLine(Report.Offers(measured.Offers).ToText());
Console.WriteLine(Report.Earning(measured, rules).ToText());
if (asked.PerRule)
{
    Console.WriteLine(Report.PerRule(measured, rules, static rule => rule.Status is RuleStatus.Active or RuleStatus.Shadow).ToText());
    Console.WriteLine(Report.Contexts(measured, rules).ToText());
}
if (asked.Markdown is { } page) await File.WriteAllTextAsync(page, Page.Of(measured, rules, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "rounds.md")), asked.Commit));

var broken = Bars.Broken(measured).ToArray();
foreach (var bar in broken) Console.WriteLine("BROKEN  " + bar);
return asked.Bars && broken.Length > 0 ? 1 : 0;

void Show(string set, LabelledListing labelled, IReadOnlyList<Signal> signals, RuleVerdict verdict)
{
    var letter = set[^1];
    var what = (labelled.Suspicious, verdict.Flagged) switch
    {
        (true, false) when asked.Misses.Contains(letter, StringComparison.Ordinal) => "MISS",
        (false, true) when asked.Alarms.Contains(letter, StringComparison.Ordinal) => "ALARM",
        _ => null,
    };
    if (what is null && asked.ShowKinds)
    {
        var said = signals.Any(static signal => OfferTally.NoOffer.Contains(signal.Id));
        if (said != kinds.Of(labelled.Listing.Id) is not null) what = said ? "CALLED NO OFFER" : "TAKEN FOR AN OFFER";
    }
    if (what is null) return;
    var record = labelled.Listing;
    Console.WriteLine(FormattableString.Invariant($"--- {what} {set} {record.Id} net {verdict.Net:0.0} [{record.Category}/{record.Condition}] {string.Join(',', labelled.Label.Violations)} price={record.PriceText}"));
    Console.WriteLine($"{record.Title} // {record.Description.Replace("\n", " / ", StringComparison.Ordinal)} // {string.Join("; ", record.Attributes.Select(static pair => $"{pair.Key}={pair.Value}"))}");
    Console.WriteLine($"   why: {labelled.Label.Why}");
    if (labelled.Label.Cues.Count > 0) Console.WriteLine("   cues: " + string.Join(" | ", labelled.Label.Cues));
    Console.WriteLine(Lines(signals));
}

static string Lines(IReadOnlyList<Signal> signals) => string.Join('\n', signals.Select(static signal => FormattableString.Invariant($"   {signal.Id} {signal.Weight:+0.0;-0.0} «{signal.Quote}»")));
