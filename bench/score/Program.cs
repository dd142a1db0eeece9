using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;

// Usage: score MODEL RULES LISTINGS.jsonl. Prints listings a CPU-second (one thread) and bytes allocated a listing, at 200 and at 800 characters.
if (args.Length != 3)
{
    await Console.Error.WriteLineAsync("usage: score MODEL.bin RULES-DIR LISTINGS.jsonl");
    return 2;
}
var model = ModelFile.Read(args[0]);
var rules = new RuleEngine(RulePackLoader.Load(args[1]));
var asOf = new DateOnly(2026, 11, 22);
var listings = CorpusReader.Read(args[2]).Where(listing => !listing.Label.Suspicious).Select(listing => listing.Listing).ToList();
var judge = new ListingJudge(model);
var whole = new ListingScorer(model, [rules]);
var textOnly = new ListingScorer(model, []);
foreach (var length in new[] { 200, 800 })
{
    var sized = listings.Select((listing, i) => listing with { Title = "", Description = Sized(i, length) }).ToList();
    var views = sized.Select(listing => new ListingView(listing)).ToList();
    Measure(length, "normaliser", sized.Count, i => _ = new ListingView(sized[i]));
    Measure(length, "text heads alone", sized.Count, i => judge.Read(views[i]));
    Measure(length, "text and final score", sized.Count, i => textOnly.Score(sized[i], asOf));
    Measure(length, "whole scorer with rules", sized.Count, i => whole.Score(sized[i], asOf));
}
return 0;

// Clean listings one after another, cut to length: ordinary words, few repetitions.
string Sized(int start, int length)
{
    var text = "";
    for (var i = start; text.Length < length; i++) text += listings[i % listings.Count].Title + "\n" + listings[i % listings.Count].Description + "\n";
    return text[..length];
}

static void Measure(int length, string name, int count, Action<int> act)
{
    for (var i = 0; i < count; i++) act(i);
    var process = Process.GetCurrentProcess();
    var bytes = GC.GetAllocatedBytesForCurrentThread();
    var began = process.UserProcessorTime;
    var rounds = 0;
    for (; rounds < 200 && (Process.GetCurrentProcess().UserProcessorTime - began).TotalSeconds < 1; rounds++)
        for (var i = 0; i < count; i++) act(i);
    var seconds = (Process.GetCurrentProcess().UserProcessorTime - began).TotalSeconds;
    var allocated = (GC.GetAllocatedBytesForCurrentThread() - bytes) / Math.Max(1, (long)rounds * count);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length,4} characters, {name,-24} {rounds * count / seconds,9:F0} listings a CPU-second, {allocated,7} bytes a listing"));
}
