using System.Globalization;
using Ecom389.Monitor.Bench.Lowo;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

// Usage: lowo SHARED-DATA [--rules DIR] [--corpus FILE]… [--only WRITER,…] [--set NAME=VALUE]… [--top N] [--save FILE]
var arguments = Arguments.Parse(args);
if (arguments is null || !Directory.Exists(Path.Combine(arguments.Data, "listings")))
{
    await Console.Error.WriteLineAsync("usage: lowo SHARED-DATA [--rules DIR] [--corpus FILE]... [--only WRITER,...] [--set NAME=VALUE]... [--top N] [--save FILE]");
    return 2;
}
var clock = TimeProvider.System;
var began = clock.GetTimestamp();
IReadOnlyList<ISignalSource> sources = arguments.Rules is { } folder ? [new RuleEngine(RulePackLoader.Load(folder))] : [];
var asOf = new DateOnly(2026, 11, 22);
var shared = Directory.GetFiles(Path.Combine(arguments.Data, "listings"), "dev-*.jsonl").Order(StringComparer.Ordinal).SelectMany(CorpusReader.Read).ToList();
var own = arguments.Corpus.SelectMany(CorpusReader.Read).ToList();
List<LabelledListing> real = [
    .. CorpusReader.Read(Path.Combine(arguments.Data, "real", "ordinary-listings.jsonl.gz")),
    .. CorpusReader.Read(Path.Combine(arguments.Data, "real", "ordinary-borrowed-metadata.jsonl.gz")),
];
var listings = PreparedListing.Prepare([.. shared, .. own], sources, asOf);
var ordinary = PreparedListing.Prepare(real, sources, asOf);
var codes = shared.SelectMany(listing => listing.Label.Violations).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
var writers = shared.Select(listing => listing.Writer).Distinct(StringComparer.Ordinal)
    .Where(writer => arguments.Only.Count == 0 || arguments.Only.Contains(writer)).ToList();
Say($"{shared.Count} shared listings, {own.Count} of our own, {real.Count} ordinary, {Seconds()} s");
var run = LeaveOneWriterOut.Run(arguments.Settings, listings, ordinary, writers, arguments.Codes ? codes : [], line => Console.Error.WriteLine($"{line}, {Seconds()} s"), CancellationToken.None);

if (arguments.Save is { } file) await File.WriteAllLinesAsync(file, run.AllSayings.Select(pair => Saying(pair.Writer, pair.Row)));
var stack = run.MeasureStack(CancellationToken.None);
Table(stack);
Summary("whole", stack);
Summary("text: listing head alone", run.Measure(_ => row => row.Input.Listing));
Summary("text: segment head alone", run.Measure(_ => row => row.Input.Strongest));
Summary("rules alone", run.Measure(_ => row => row.Input.RuleFor + row.Input.RuleAgainst));
var (weights, bias) = StackTrainer.Fit(run.OutOfFold, arguments.Settings.LabelledPrior, CancellationToken.None);
Say($"final head on all: {string.Join(' ', weights.Select(weight => weight.ToString("F2", CultureInfo.InvariantCulture)))} bias {bias.ToString("F2", CultureInfo.InvariantCulture)}");
foreach (var writer in arguments.Top > 0 ? writers : []) Worst(writer);
return 0;

void Worst(string writer)
{
    var score = run.Stack(writer, CancellationToken.None);
    Say($"--- {writer}: highest ordinary listings");
    foreach (var (row, value) in run.HighestOrdinary(writer, score, arguments.Top)) Say(Line(row, value));
    var threshold = stack.First(result => string.Equals(result.Writer, writer, StringComparison.Ordinal)).Threshold;
    Say($"--- {writer}: suspicious, below {threshold:F3}");
    foreach (var row in run.OutOfFold.Where(row => string.Equals(row.Listing.Source.Writer, writer, StringComparison.Ordinal) && row.Listing.Source.Label.Suspicious && score(row) <= threshold).OrderBy(score))
        Say(Line(row, score(row)));
}

static string Saying(string writer, OutOfFold row) => string.Create(
    CultureInfo.InvariantCulture,
    $"{writer}\t{row.Listing.Source.Writer}\t{row.Listing.Source.Listing.Id}\t{(row.Listing.Source.Label.Suspicious ? 1 : 0)}\t{row.Input.Listing:R}\t{row.Input.Strongest:R}\t{row.Input.Second:R}\t{row.Input.RuleFor:R}\t{row.Input.RuleAgainst:R}");

string Line(OutOfFold row, double score)
{
    var listing = row.Listing.Source.Listing;
    var text = $"{listing.Title} / {listing.Description}".ReplaceLineEndings(" / ");
    return string.Create(CultureInfo.InvariantCulture, $"{score:F3} {listing.Id} text {row.Input.Listing:F1} cue {row.Input.Strongest:F1} rules {row.Input.RuleFor:F1}{row.Input.RuleAgainst:+0.0;-0.0;-0} [{string.Join(',', row.Listing.Source.Label.Violations)}] {(text.Length > 260 ? text[..260] : text)} <{string.Join(" | ", row.Listing.Source.Label.Cues)}>");
}

void Table(IReadOnlyList<WriterResult> results)
{
    Say("writer   listings suspicious  R@0.2  PR-AUC  P@R0.9    ECE  threshold");
    foreach (var result in results)
        Say(string.Create(CultureInfo.InvariantCulture, $"{result.Writer,-8} {result.Listings,8} {result.Suspicious,10} {result.RecallAtFieldRate,6:F3} {result.PrAuc,7:F3} {result.PrecisionAtRecall90,7:F3} {result.Ece,6:F3} {result.Threshold,10:F3}"));
}

void Summary(string name, IReadOnlyList<WriterResult> results)
{
    var pooled = results.Sum(result => result.RecallAtFieldRate * result.Suspicious) / results.Sum(result => result.Suspicious);
    Say(string.Create(CultureInfo.InvariantCulture, $"{name,-26} R@0.2 {results.Average(result => result.RecallAtFieldRate):F3} (least {results.Min(result => result.RecallAtFieldRate):F3}, pooled {pooled:F3})  PR-AUC {results.Average(result => result.PrAuc):F3}  P@R0.9 {results.Average(result => result.PrecisionAtRecall90):F3}  ECE {results.Average(result => result.Ece):F3}"));
}

string Seconds() => clock.GetElapsedTime(began).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);

static void Say(string line) => Console.WriteLine(line);
