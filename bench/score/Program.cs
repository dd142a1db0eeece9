using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Bench.Score;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;

// Usage: score MODEL RULES LISTINGS.jsonl, or score MODEL RULES --digest LISTINGS.jsonl... (one hash over all that scoring says). Prints listings a CPU-second (one thread, the quickest of many rounds) and bytes allocated a listing, at 200 and at 800 characters, by stage.
if (args.Length < 3)
{
    await Console.Error.WriteLineAsync("usage: score MODEL.bin RULES-DIR LISTINGS.jsonl [PART OF A STAGE'S NAME]\n       score MODEL.bin RULES-DIR --digest LISTINGS.jsonl...");
    return 2;
}
var model = ModelFile.Read(args[0]);
var sources = SignalSources.Load(args[1]);
var asOf = new DateOnly(2026, 11, 22);
if (args[2] is "--digest")
{
    var scorer = new ListingScorer(model, sources);
    Digest.Print(listing => scorer.Score(listing, asOf), args.Skip(3));
    return 0;
}
var labelled = CorpusReader.Read(args[2]);
List<LabelledListing> clean = [.. labelled.Where(listing => !listing.Label.Suspicious)];
var judge = new ListingJudge(model);
var whole = new ListingScorer(model, sources);
var textOnly = new ListingScorer(model, []);
Console.WriteLine("| characters | stage | listings a CPU-second | bytes a listing |");
Console.WriteLine("| --- | --- | --- | --- |");
foreach (var length in new[] { 200, 800 })
{
    var sized = clean.Select((listing, i) => listing.Listing with { Title = "", Description = Sized(clean, i, length) }).ToList();
    var flagged = labelled.Where(listing => listing.Label.Suspicious)
        .Select((listing, i) => listing.Listing with { Title = listing.Listing.Title, Description = Fitted(listing.Listing.Description, i, length) })
        .Where(listing => whole.Score(listing, asOf).Flagged).ToList();
    var views = sized.Select(listing => new ListingView(listing)).ToList();
    Measure(length, "normaliser", sized.Count, i => _ = new ListingView(sized[i]));
    Measure(length, "n-grams read, not weighed", sized.Count, i => { var sink = new CountingSink(); ListingFeatureReader.Read(model.Header.Settings, views[i], ref sink); });
    Measure(length, "text heads on a normalised listing", sized.Count, i => judge.Read(views[i]));
    Measure(length, "text heads and code heads", sized.Count, i => judge.Read(views[i], static (_, _, _) => true));
    Measure(length, "signals on a normalised listing", sized.Count, i => { var signals = new List<Signal>(); foreach (var source in sources) source.Find(views[i], asOf, signals); });
    Measure(length, "overall head: normaliser, text, final score", sized.Count, i => textOnly.Score(sized[i], asOf));
    Measure(length, "whole scoring, ordinary listings", sized.Count, i => whole.Score(sized[i], asOf));
    if (flagged.Count > 0) Measure(length, "whole scoring, flagged, with explanations", flagged.Count, i => whole.Score(flagged[i], asOf));
    // One in fifty, as in the field.
    if (flagged.Count > 0) Measure(length, "whole scoring, one in fifty flagged", sized.Count, i => whole.Score(i % 50 == 49 ? flagged[i / 50 % flagged.Count] : sized[i], asOf));
}
return 0;

// Clean listings one after another, cut to length: ordinary words, few repetitions.
static string Sized(List<LabelledListing> listings, int start, int length)
{
    var text = "";
    for (var i = start; text.Length < length; i++) text += listings[i % listings.Count].Listing.Title + "\n" + listings[i % listings.Count].Listing.Description + "\n";
    return text[..length];
}

// A suspicious text, filled up with clean ones.
string Fitted(string text, int start, int length) => text.Length >= length ? text[..length] : text + "\n" + Sized(clean, start, length - text.Length);

void Measure(int length, string name, int count, Action<int> act)
{
    // One stage alone, for a profiler.
    if (args.Length > 3 && !$"{length} {name}".Contains(args[3], StringComparison.Ordinal)) return;
    const int LeastRounds = 40;
    // The quickest of many rounds: on a machine shared with others the mean says how busy they are.
    for (var i = 0; i < count; i++) act(i);
    var bytes = GC.GetAllocatedBytesForCurrentThread();
    var rounds = 0;
    var best = TimeSpan.MaxValue;
    // The process's processor time: waiting for a core that others hold is not counted.
    for (var began = Stopwatch.GetTimestamp(); rounds < 2000 && (rounds < LeastRounds || Stopwatch.GetElapsedTime(began).TotalSeconds < 3); rounds++)
    {
        var round = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++) act(i);
        if (Environment.CpuUsage.TotalTime - round is var took && took < best) best = took;
    }
    var allocated = (GC.GetAllocatedBytesForCurrentThread() - bytes) / ((long)rounds * count);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {length} | {name} | {count / best.TotalSeconds:N0} | {allocated:N0} |"));
}
